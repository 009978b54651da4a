import type { Unlogged } from "./attempt.ts";

/** Refused attempts that EKS's audit policy leaves out of the log. */
export const unlogged: readonly Unlogged[] = [
  {
    attempt: "developer of checkout forges an event",
    reason: "EKS logs no events of the core group, because there are too many.",
  },
];
