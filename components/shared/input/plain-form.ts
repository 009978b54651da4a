import type * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { reporting } from "./reporting.ts";
import { schemaProblems } from "./schema-problems.ts";
import { isLater, isPlain, isResource } from "./sdk-values.ts";

/** For schemas of values that only code can give: the schema of what text, such as a stack's config, can give. */
const plainForms = z.registry<{ readonly plain: unknown }>();

/** Accepts what `schema` accepts, and an output or a promise of it, which can't be checked before it is known. */
export function orLater<T extends z.ZodType>(
  schema: T,
): z.ZodType<pulumi.Input<z.output<T>>, pulumi.Input<z.input<T>>> {
  const either = z
    .unknown()
    .check(reporting((value) => (isLater(value) ? [] : schemaProblems(schema, value))))
    .register(plainForms, { plain: schema });
  return either as z.ZodType<pulumi.Input<z.output<T>>, pulumi.Input<z.input<T>>>;
}

/**
 * Accepts an object literal that fits `strict`, and an instance of a class, or a copy of a component, that has these
 * fields and others. In a literal, another field is a misspelt one.
 *
 * @param instance - the fields that are read. Default: all
 */
export function reference<T extends z.ZodObject>(
  strict: T,
  instance: z.ZodObject = strict,
): z.ZodType<z.output<T>, z.input<T>> {
  const loose = instance.loose();
  const either = z
    .unknown()
    .check(reporting((value) => schemaProblems(isPlain(value) && !isResource(value) ? strict : loose, value)))
    .register(plainForms, { plain: instance });
  return either as z.ZodType<z.output<T>, z.input<T>>;
}

/** The schema of what text can give: text instead of an output, an object literal instead of a component. */
export function plainForm<T extends z.core.$ZodType>(schema: T): T {
  const plain = plainFormOf(schema as unknown as z.ZodType);
  const meta = z.globalRegistry.get(schema);
  return ((plain as z.core.$ZodType) === schema || meta === undefined
    ? plain
    : plain.meta({ ...plain.meta(), ...meta })) as unknown as T;
}

function plainFormOf(schema: z.ZodType): z.ZodType {
  const form = plainForms.get(schema);
  if (form !== undefined) {
    return plainForm(form.plain as z.ZodType);
  }
  const { def } = (schema as unknown as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case "optional":
    case "readonly":
    case "nullable":
      return z.core.clone(schema, { ...def, innerType: plainForm(def.innerType) } as never);
    case "array":
      return z.core.clone(schema, { ...def, element: plainForm(def.element) } as never);
    case "record":
      return z.core.clone(schema, { ...def, valueType: plainForm(def.valueType) } as never);
    case "union":
      return z.core.clone(schema, { ...def, options: def.options.map(plainForm) } as never);
    case "object":
      return z.core.clone(schema, { ...def, shape: plainShape(def.shape) } as never);
    default:
      return schema;
  }
}

/** The plain form of each field. */
export function plainShape<S extends Readonly<Record<string, z.core.$ZodType>>>(shape: S): S {
  const fields = Object.entries(shape).map(([field, schema]) => [field, plainForm(schema)]);
  return Object.fromEntries(fields) as S;
}
