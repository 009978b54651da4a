import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The parts of a JSON Schema that the reference pages read. */
export interface FieldSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, FieldSchema>>;
  readonly required?: readonly string[];
  readonly items?: FieldSchema;
  readonly additionalProperties?: FieldSchema | boolean;
  readonly anyOf?: readonly FieldSchema[];
  readonly oneOf?: readonly FieldSchema[];
}

/** One field of a schema, with its path from the root. */
export interface Field {
  /** For example `access.deployers[].role`, or `workloads.<name>.awsPolicy`. */
  readonly path: string;
  readonly type: string;
  readonly isRequired: boolean;
  readonly description: string;
}

/** A generated schema: `schemas/<file>`. */
export function readSchema(file: string): FieldSchema {
  return JSON.parse(readFileSync(join(import.meta.dirname, "../../schemas", file), "utf8"));
}

/** All fields below a schema, in the schema's order. A field of several forms has the fields of all of them. */
export function fieldsOf(schema: FieldSchema, prefix = ""): Field[] {
  const variants = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap((variant) =>
    fieldsOf(variant, prefix),
  );
  const entries = typeof schema.additionalProperties === "object" ? schema.additionalProperties : undefined;
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const path = prefix === "" ? name : `${prefix}.${name}`;
    return [
      {
        path,
        type: typeOf(field),
        isRequired: schema.required?.includes(name) ?? false,
        description: field.description ?? "",
      },
      ...fieldsOf(field, path),
    ];
  });
  const all = [
    ...own,
    ...(schema.items === undefined ? [] : fieldsOf(schema.items, `${prefix}[]`)),
    ...(entries === undefined ? [] : fieldsOf(entries, `${prefix}.<name>`)),
    ...variants,
  ];
  const byPath = Map.groupBy(all, ({ path }) => path);
  return [...byPath.values()].flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : [
          {
            ...first,
            isRequired: [first, ...others].every(({ isRequired }) => isRequired),
            description:
              [first, ...others].map(({ description }) => description).find((text) => text !== "") ?? "",
          },
        ],
  );
}

/** The fields as a Markdown table. */
export function fieldTable(
  fields: readonly Field[],
  name: (path: string) => string = (path) => path,
): string {
  const rows = fields.map(
    ({ path, type, isRequired, description }) =>
      `| \`${name(path)}\` | ${type}${isRequired ? ", required" : ""} | ${cell(description)} |`,
  );
  return ["| field | type | meaning |", "|---|---|---|", ...rows].join("\n");
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll(/\s+/g, " ");
}

function typeOf(schema: FieldSchema): string {
  if (schema.const !== undefined) {
    return `\`${String(schema.const)}\``;
  }
  if (schema.enum !== undefined) {
    return schema.enum.map((value) => `\`${String(value)}\``).join(", ");
  }
  const variants = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  if (variants.length > 0) {
    return [...new Set(variants.map(typeOf))].join(" or ");
  }
  if (schema.items !== undefined) {
    return `list of ${typeOf(schema.items)}`;
  }
  if (typeof schema.additionalProperties === "object") {
    return `map of ${typeOf(schema.additionalProperties)}`;
  }
  const names: Readonly<Record<string, string>> = {
    string: "text",
    integer: "whole number",
    number: "number",
    boolean: "true or false",
    object: "fields",
    array: "list",
  };
  return schema.type === undefined
    ? "any"
    : [schema.type]
        .flat()
        .map((type) => names[type] ?? type)
        .join(" or ");
}
