import type { Finding } from "../../protocol/diagnostic.ts";
import { at, type Known, type Path, show, showPath, unknown, type Value } from "./value.ts";

export type { Finding };

/** A value that a rule doesn't accept. */
export function violation(path: Path, received: string, allowed: string): Finding {
  return { path: showPath(path), received, allowed };
}

/** A value that a rule can't judge yet. */
export function undecidable(path: Path, allowed: string): Finding {
  return { path: showPath(path), received: "a value not known until the update", allowed, undecidable: true };
}

/** The condition that a property must meet. */
export interface Expectation {
  /** What is accepted, in words. */
  readonly allowed: string;
  /** Whether a known value is accepted. It is called for an absent value too, because a default can be unsafe. */
  readonly holds: (value: Known) => boolean;
  /** The meaning of an absent value, for example `AWS's default is true`. */
  readonly absent?: string;
}

/** Judges the property at `path`: no finding, a violation, or undecidable while it is unknown. */
export function expectAt(inputs: Value, path: Path, { allowed, holds, absent }: Expectation): Finding[] {
  const value = at(inputs, path);
  if (value === unknown) {
    return [undecidable(path, allowed)];
  }
  if (holds(value)) {
    return [];
  }
  const isAbsent = value === undefined || value === null;
  return [violation(path, isAbsent && absent ? `nothing (${absent})` : show(value), allowed)];
}

/** Judges that the property at `path` has the safe value. Any other value is a violation, and so is no value. */
export function expectSafe(inputs: Value, path: Path, safeValue: Known, absent?: string): Finding[] {
  return expectAt(inputs, path, {
    allowed: show(safeValue),
    holds: (value) => value === safeValue,
    ...(absent === undefined ? {} : { absent }),
  });
}
