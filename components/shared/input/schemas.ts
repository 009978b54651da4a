import { z } from "zod";

/** An object in a file or in arguments that allows no other fields. */
export function strictObject<S extends z.ZodRawShape>(
  shape: S,
  what = `the fields ${Object.keys(shape).join(", ")}`,
) {
  return z.strictObject(shape, what);
}

/**
 * A field that may be missing. `undefined` counts as missing. The type hides this, because a caller with exact optional
 * types can't write `undefined`.
 */
export function optional<T extends z.ZodType>(schema: T): z.ZodExactOptional<T> {
  return schema.optional() as unknown as z.ZodExactOptional<T>;
}

/** The same fields, each of which may be missing. */
export function optionalFields<S extends Readonly<Record<string, z.ZodType>>>(shape: S) {
  const fields = Object.entries(shape).map(([field, schema]) => [field, optional(schema)]);
  return Object.fromEntries(fields) as { readonly [K in keyof S]: z.ZodExactOptional<S[K]> };
}

/** @param limit - the highest number of items, and the message for more */
export function listOf<T extends z.ZodType>(
  item: T,
  what: string,
  limit?: readonly [count: number, what: string],
) {
  const items = z.array(item, `a list of ${what}`);
  return (limit === undefined ? items : items.max(...limit)).readonly();
}

/** The type of a list that a check has found to be not empty. */
export function nonEmpty<T, I>(
  schema: z.ZodType<readonly T[], readonly I[]>,
): z.ZodType<readonly [T, ...T[]], readonly [I, ...I[]]> {
  return schema as unknown as z.ZodType<readonly [T, ...T[]], readonly [I, ...I[]]>;
}

/** A text that isn't blank. */
export function nonBlank(what: string) {
  return textLike(/\S/, what);
}

/** A text that matches a pattern. The published JSON Schema contains the pattern. */
export function textLike(pattern: RegExp, what: string) {
  return z.string(what).regex(pattern, what);
}

/** A whole number in a range, both ends included. */
export function wholeNumber(least: number, most: number, unit = "") {
  const what = `a whole number${unit} from ${least} to ${most}`;
  return z.int(what).min(least, what).max(most, what);
}

/** One of some texts: `"existing" or "create"`. */
export function oneOf<const T extends readonly [string, string, ...string[]]>(values: T) {
  const quoted = values.map((value) => JSON.stringify(value));
  return z.enum(values, `${quoted.slice(0, -1).join(", ")} or ${quoted.at(-1)}`);
}

export const trueOrFalse = z.boolean("true or false");

const aLabel = "a DNS label: 1 to 63 lowercase letters, digits and hyphens, such as payments-api";

/** The form of most names in Kubernetes. */
export const dnsLabel = textLike(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, aLabel);
