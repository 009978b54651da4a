/** Why what the platform guarantees a tenant is not the tenant's to change. */

export const serves = ["B5", "D5", "E2", "NSA-NET-06", "namespace/label-tamper", "T1562.001"] as const;

/** Where a persona hasn't the right. */
export const byRole = {
  why: "Quotas, limits and rights are the platform's side of the bargain.",
  serves,
} as const;

/** Where the right is there, and the mark holds. */
export const byMark = {
  why: "A right that is too wide must not undo what the platform guarantees.",
  serves,
} as const;
