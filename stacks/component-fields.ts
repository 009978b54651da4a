import type { z } from "zod";
import { plainShape } from "../components/internal.ts";

/**
 * The fields of a component's schema that a stack's config has: all except those in `reasons`, in their plain form.
 * Config and component then accept the same values, and each config field belongs to a component.
 *
 * @param reasons - the fields that config doesn't have, and why; for example those that only code can give
 */
export function componentFields<
  S extends Readonly<Record<string, z.ZodType>>,
  R extends Partial<Readonly<Record<keyof S, string>>>,
>(shape: S, reasons: R): Omit<S, keyof R> {
  const fields = Object.entries(shape).filter(([field]) => !(field in reasons));
  return plainShape(Object.fromEntries(fields)) as Omit<S, keyof R>;
}
