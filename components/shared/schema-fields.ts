import type { z } from "zod";

/** The fields that a schema knows at `path`, of all alternatives; empty where it knows no names. */
export function fieldsAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): string[] {
  const [key, ...rest] = path;
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case "object": {
      const field = typeof key === "string" ? def.shape[key] : undefined;
      return key === undefined ? Object.keys(def.shape) : field === undefined ? [] : fieldsAt(field, rest);
    }
    case "array":
      return key === undefined ? [] : fieldsAt(def.element, rest);
    case "record":
      return key === undefined ? [] : fieldsAt(def.valueType, rest);
    case "union":
      return [...new Set(def.options.flatMap((option) => fieldsAt(option, path)))];
    case "optional":
    case "default":
    case "nullable":
    case "readonly":
      return fieldsAt(def.innerType, path);
    case "pipe":
      return fieldsAt(def.in, path);
    default:
      return [];
  }
}
