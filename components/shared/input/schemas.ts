import { z } from "zod";

/** A file's or a caller's `{ ... }`, closed to other fields. */
export function fields<S extends z.ZodRawShape>(shape: S) {
  return z.strictObject(shape, `the fields ${Object.keys(shape).join(", ")}`);
}

/** @param most - how many items, and what to say of more */
export function list<T extends z.ZodType>(
  item: T,
  what: string,
  most?: readonly [count: number, what: string],
) {
  const items = z.array(item, `a list of ${what}`);
  return (most === undefined ? items : items.max(...most)).readonly();
}

/** Words that aren't blank. */
export function text(what: string) {
  return z.string(what).refine((value) => value.trim() !== "", what);
}

const aLabel = "a DNS label: 1 to 63 lowercase letters, digits and hyphens, as payments-api";

/** What Kubernetes calls most things. */
export const label = z.string(aLabel).regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, aLabel);
