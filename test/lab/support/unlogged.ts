import type { Unlogged } from "./attempt.ts";

/** Refused attempts that EKS's audit policy leaves out of the log. */
export const unlogged: readonly Unlogged[] = [
  {
    attempt: "developer of checkout forges an event",
    reason: "Events of the core group are left out altogether; there are more of them than of all else.",
  },
];
