import type { Actor, Attempt, Layer, Request } from "./attempt.ts";

/** One line of a table of attempts that share a reason. */
export type Case = readonly [as: Actor, what: string, does: Request];

type Reason = Pick<Attempt, "why" | "serves">;

export function refusedBy(by: Layer, cases: readonly Case[], reason: Reason): Attempt[] {
  return cases.map(([as, name, does]) => ({ name, as, does, expect: "refused", by, ...reason }));
}

export function admitted(cases: readonly Case[], reason: Reason): Attempt[] {
  return cases.map(([as, name, does]) => ({ name, as, does, expect: "admitted", ...reason }));
}
