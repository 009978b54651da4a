import type { Finding } from "./diagnostic.ts";

/**
 * The text of a finding for users. The first line is the rule's description, like in the messages that
 * `@pulumi/policy` composes. The second line says what is wrong, and what to do.
 */
export function findingText(
  rule: { readonly description: string; readonly remediation: string },
  { path, received, allowed, undecidable }: Finding,
): string {
  const fault = `${path}: received ${received}; allowed: ${allowed}.`;
  return undecidable
    ? `${rule.description}\nundecidable at preview: ${fault} The update decides.`
    : `${rule.description}\n${fault} ${rule.remediation}`;
}
