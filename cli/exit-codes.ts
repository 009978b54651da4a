/** The exit codes of the process. */
export const exitCodes = {
  fine: 0,
  /** Mandatory violations, or a program that crashed. */
  violations: 1,
  /** Invalid options, config or component arguments. */
  badInput: 2,
} as const;
