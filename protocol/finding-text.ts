import type { Finding } from "./diagnostic.ts";

/**
 * What people read of a finding. The first line says what the rule is for, as with the messages that
 * `@pulumi/policy` makes by itself. The second line says what is wrong, and what to do.
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
