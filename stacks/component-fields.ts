import type { z } from "zod";
import { plainShape } from "../components/internal.ts";

/**
 * The fields of a component's schema that a stack's config has: all but those with a reason, without what only code
 * can give. So config and component accept the same, and a config field that no component takes can't exist.
 *
 * @param reasons - the fields that config doesn't have, and why
 */
export function componentFields<
  S extends Readonly<Record<string, z.ZodType>>,
  R extends Partial<Readonly<Record<keyof S, string>>>,
>(shape: S, reasons: R): Omit<S, keyof R> {
  const fields = Object.entries(shape).filter(([field]) => !(field in reasons));
  return plainShape(Object.fromEntries(fields)) as Omit<S, keyof R>;
}
