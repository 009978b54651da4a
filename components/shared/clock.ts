import * as pulumi from "@pulumi/pulumi";
import { type Day, plannedDay, systemDay } from "../../calendar/today.ts";

let fixed: Day | undefined;

/**
 * The day by which waivers and versions expire. A preview can be about another day, by `CASEMATE_TODAY`. An update
 * always goes by the system's clock.
 */
export function today(): Day {
  return fixed ?? (pulumi.runtime.isDryRun() ? plannedDay() : systemDay());
}

/** Fixes the day, for tests; `undefined` goes back to the clock. */
export function fixToday(day: Day | undefined): void {
  fixed = day;
}
