/** What the caller gave can't be used. The message says what was received, what is allowed and how to mend it. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** A policy pack couldn't judge: it didn't start, or one of its rules broke. A plan without its verdict is none. */
export class PackError extends Error {
  override readonly name = "PackError";
}

/** The planned program failed. `causes` are all its failures, in the order in which they came up. */
export class ProgramError extends Error {
  override readonly name = "ProgramError";
  readonly causes: readonly unknown[];
  /** What the program reports is a mistake in its input (Pulumi's `RunError`), not a crash. */
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
