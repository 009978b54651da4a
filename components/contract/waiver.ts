import type { Day } from "../../calendar/today.ts";
import type { InputProblem } from "../shared/input/input-error.ts";

/**
 * A control loosened on purpose, with somebody who answers for it and an end.
 *
 * It shows in the plan, the report and the evidence. Once expired it fails the preview.
 */
export interface Waiver {
  /** What is loosened: the id of the policy rule or of the check that names it in its error. */
  readonly control: string;
  /** Why, in a sentence that a reviewer can judge. */
  readonly reason: string;
  /** Who answers for it: a team or a person's address. */
  readonly owner: string;
  /** The last day on which it counts, as `YYYY-MM-DD` (UTC). */
  readonly expires: string;
}

/** Whether `waiver` no longer counts on `today`. */
export function isExpired(waiver: Waiver, today: Day): boolean {
  return waiver.expires < today;
}

/** Waivers that have expired, with paths that start at their list: somebody has to decide anew. */
export function expiredWaiverProblems(waivers: readonly Waiver[], today: Day): InputProblem[] {
  return waivers.flatMap((waiver, index) =>
    isExpired(waiver, today)
      ? [
          {
            path: `waivers[${index}].expires`,
            received: waiver.expires,
            allowed: `${today} or later`,
            fix: `Mend what ${waiver.control} is about, or have ${waiver.owner} decide anew.`,
          },
        ]
      : [],
  );
}
