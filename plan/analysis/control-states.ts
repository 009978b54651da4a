import type { Diagnostic, Verdict } from "../../protocol/diagnostic.ts";
import { judgedBy } from "../../protocol/judged-types.ts";
import type { PolicyInfo } from "../../protocol/policy-info.ts";
import { controlsIn } from "../../protocol/tags.ts";
import type { ControlStatus, PlannedResource, Violation } from "../document.ts";

/** What packs said, as violations. What they couldn't judge yet is no violation; it shows in the controls. */
export function violationsOf({ policies, diagnostics }: Verdict): Violation[] {
  const byName = new Map(policies.map((policy) => [policy.name, policy]));
  return diagnostics
    .filter(({ undecidable }) => undecidable !== true)
    .map((diagnostic) => violationOf(diagnostic, byName.get(diagnostic.policy)));
}

function violationOf(diagnostic: Diagnostic, policy: PolicyInfo | undefined): Violation {
  const controls = controlsIn(policy?.tags ?? []).map(({ framework, id }) => `${framework} ${id}`);
  // A message that its pack words by itself may begin otherwise.
  const isDescribed = policy !== undefined && diagnostic.message.startsWith(`${policy.description}\n`);
  return { ...diagnostic, controls, ...(isDescribed && { description: policy.description }) };
}

/**
 * How each control that a policy serves stands, with the evidence: which policies judged, and what they
 * found. A waived violation is a failure still: the waiver says who answers for it. A control of which the
 * stack has nothing to judge is left out: no evidence is no pass.
 */
export function controlStatuses(
  { policies, diagnostics }: Verdict,
  resources: readonly PlannedResource[],
): ControlStatus[] {
  const byPolicy = Map.groupBy(diagnostics, ({ policy }) => policy);
  const names = new Map(resources.map(({ urn, name }) => [urn, name]));
  const byControl = new Map<string, { framework: string; id: string; judges: PolicyInfo[] }>();
  const types = [...new Set(resources.map(({ type }) => type))];
  for (const policy of policies.filter((judge) => types.some(judgedBy([judge])))) {
    for (const control of controlsIn(policy.tags)) {
      const key = JSON.stringify(control);
      const entry = byControl.get(key) ?? { ...control, judges: [] };
      entry.judges.push(policy);
      byControl.set(key, entry);
    }
  }
  return [...byControl]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { framework, id, judges }]) => {
      const found = judges.flatMap(({ name }) => byPolicy.get(name) ?? []);
      const failed = found.filter(({ undecidable }) => undecidable !== true);
      const status = failed.length > 0 ? "fail" : found.length > 0 ? "undecided" : "pass";
      const telling = failed.length > 0 ? failed : found;
      const evidence =
        status === "pass"
          ? judges.map(({ name, description }) => `${name}: ${description}`)
          : telling.map(
              ({ policy, urn, message }) => `${policy}: ${names.get(urn) ?? "the stack"}: ${message}`,
            );
      return { framework, id, status, evidence: [...new Set(evidence)].sort() };
    });
}
