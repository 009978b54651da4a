import { type Controls, mitre, nsa, pss, requirement } from "../../../controls/ids.ts";
/** Why tenants may not change what the platform guarantees them. */

export const serves: Controls = [
  ...requirement("B5", "D5", "E2"),
  ...nsa("NSA-NET-06"),
  ...pss("namespace/label-tamper"),
  ...mitre("T1562.001"),
];

/** If the persona's role has no right to change it. */
export const byRole = {
  why: "The platform guarantees quotas, limits and rights to all tenants.",
  serves,
} as const;

/** If the account has the right, and only the managed-by label protects the object. */
export const byMark = {
  why: "A right that is too wide must not undo what the platform guarantees.",
  serves,
} as const;
