/** What a pack says of itself: one policy. */
export interface Policy {
  readonly name: string;
  readonly description: string;
  readonly tags: readonly string[];
}

/** One thing that a pack has to say. */
export interface Diagnostic {
  readonly policy: string;
  readonly enforcement: "advisory" | "mandatory";
  readonly severity: string;
  readonly urn: string;
  readonly message: string;
}

/** What a pack said of a stack. */
export interface Verdict {
  readonly policies: readonly Policy[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Whether a diagnostic says that a rule couldn't judge, for a value that only `pulumi up` will know. */
export function isUndecided({ enforcement, message }: Diagnostic): boolean {
  return (
    enforcement === "advisory" &&
    // The first is what @pulumi/policy says (`server.js`), the second what a rule says that looked for itself.
    (/^can't run policy .* during preview/.test(message) || message.includes("undecidable at preview"))
  );
}
