import * as pulumi from "@pulumi/pulumi";
import { type Day, plannedDay, systemDay } from "../../calendar/today.ts";

let fixed: Day | undefined;

/**
 * The day on which waivers and versions are checked. For a preview, `CASEMATE_TODAY` can set another day. An update
 * always uses the system's clock.
 */
export function today(): Day {
  return fixed ?? (pulumi.runtime.isDryRun() ? plannedDay() : systemDay());
}

/** Sets the day, for tests; `undefined` returns to the clock. */
export function fixToday(day: Day | undefined): void {
  fixed = day;
}
