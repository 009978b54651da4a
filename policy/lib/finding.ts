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

/** What a property must satisfy. */
export interface Expectation {
  /** What is accepted, in words. */
  readonly allowed: string;
  /** Whether a known value is accepted. It is asked about an absent value too: the default counts as set. */
  readonly holds: (value: Known) => boolean;
  /** What an absent value means, as `AWS's default is true`. */
  readonly absent?: string;
}

/** Judges the property at `path`: nothing to say, a violation, or undecidable while it is unknown. */
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

/** Judges that the property at `path` has the safe value; any other, and none, is a violation. */
export function expectSafe(inputs: Value, path: Path, safe: Known, absent?: string): Finding[] {
  return expectAt(inputs, path, {
    allowed: show(safe),
    holds: (value) => value === safe,
    ...(absent === undefined ? {} : { absent }),
  });
}
