/** What the process ends with. */
export const exitCodes = {
  fine: 0,
  /** Mandatory violations, or a program that crashed. */
  violations: 1,
  /** Options, config or component arguments that can't be used. */
  badInput: 2,
} as const;
