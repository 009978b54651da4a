/** The caller's input can't be used. The message says what was received, what is allowed and how to fix it. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** A policy pack didn't start, or one of its rules failed. A plan without the pack's verdict isn't complete. */
export class PackError extends Error {
  override readonly name = "PackError";
}

/** The planned program failed. `causes` are all its failures, in the order in which they occurred. */
export class ProgramError extends Error {
  override readonly name = "ProgramError";
  readonly causes: readonly unknown[];
  /** Whether the program reports a mistake in its input (Pulumi's `RunError`), not a crash. */
  readonly isInputError: boolean;

  constructor(causes: readonly unknown[], isInputError: boolean) {
    super([...new Set(causes.map(messageOf))].join("\n"));
    this.causes = causes;
    this.isInputError = isInputError;
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
