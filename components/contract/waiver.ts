import type { Day } from "../../calendar/today.ts";
import type { InputProblem } from "../shared/input/input-error.ts";

/**
 * A control loosened on purpose, with an owner and an end.
 *
 * The plan, the report and the evidence show it. An expired waiver fails the preview.
 */
export interface Waiver {
  /** The control: the id of the policy rule, or the id that a check names in its error. */
  readonly control: string;
  /** Why, in a sentence that a reviewer can judge. */
  readonly reason: string;
  /** Who is responsible for it: a team or a person's address. */
  readonly owner: string;
  /** The last day on which it is valid, in the form `YYYY-MM-DD` (UTC). */
  readonly expires: string;
}

/** Whether `waiver` is no longer valid on `today`. */
export function isExpired(waiver: Waiver, today: Day): boolean {
  return waiver.expires < today;
}

/** Waivers that have expired, with paths that start at their list. Their owners must decide again. */
export function expiredWaiverProblems(waivers: readonly Waiver[], today: Day): InputProblem[] {
  return waivers.flatMap((waiver, index) =>
    isExpired(waiver, today)
      ? [
          {
            path: `waivers[${index}].expires`,
            received: waiver.expires,
            allowed: `${today} or later`,
            fix: `Fix what ${waiver.control} reports, or ask ${waiver.owner} for a later date.`,
          },
        ]
      : [],
  );
}
