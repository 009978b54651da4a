/** What a pack says of itself: one policy. */
export interface Policy {
  readonly name: string;
  readonly description: string;
  readonly tags: readonly string[];
}

/**
 * Which types of resources the policies may have something to say of. A policy whose tags `kind:<kind>` name
 * what it is about is silent on the rest; one without such tags is about any resource. A kind is a type token
 * or, whatever the version, as `networking.k8s.io/NetworkPolicy`.
 */
export function judgedBy(policies: readonly Policy[]): (type: string) => boolean {
  const kinds = policies.map(({ tags }) => tags.flatMap((tag) => /^kind:(.+)$/.exec(tag)?.[1] ?? []));
  const isAny = kinds.some((own) => own.length === 0);
  const named = new Set(kinds.flat());
  return (type) =>
    isAny || named.has(type) || named.has(type.replace(/^kubernetes:([^/]+)\/[^:]+:(.+)$/, "$1/$2"));
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
