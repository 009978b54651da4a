import type { z } from "zod";

/** The fields that a schema has at `path`, of all alternatives; empty if it names none there. */
export function fieldsAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): string[] {
  const names = schemasAt(schema, path).flatMap((each) => {
    const { def } = (each as z.core.$ZodTypes)._zod;
    return def.type === "object" ? Object.keys(def.shape) : [];
  });
  return [...new Set(names)];
}

/** The schemas of the value at `path`: one for each alternative, none if the schema doesn't have the path. */
export function schemasAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): z.core.$ZodType[] {
  const [key, ...rest] = path;
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case "union":
      return def.options.flatMap((option) => schemasAt(option, path));
    case "optional":
    case "default":
    case "nullable":
    case "readonly":
      return schemasAt(def.innerType, path);
    case "pipe":
      return schemasAt(def.in, path);
  }
  if (key === undefined) {
    return [schema];
  }
  switch (def.type) {
    case "object": {
      const field = typeof key === "string" && Object.hasOwn(def.shape, key) ? def.shape[key] : undefined;
      return field === undefined ? [] : schemasAt(field, rest);
    }
    case "array":
      return schemasAt(def.element, rest);
    case "record":
      return schemasAt(def.valueType, rest);
    default:
      return [];
  }
}
