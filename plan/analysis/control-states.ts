import type { Diagnostic, Verdict } from "../../protocol/diagnostic.ts";
import { judgedBy } from "../../protocol/judged-types.ts";
import type { PolicyInfo } from "../../protocol/policy-info.ts";
import { controlsIn } from "../../protocol/tags.ts";
import type { ControlStatus, PlannedResource, Violation } from "../document.ts";

/** The violations that packs report. An undecidable diagnostic isn't a violation, but the controls show it. */
export function violationsOf({ policies, diagnostics }: Verdict): Violation[] {
  const byName = new Map(policies.map((policy) => [policy.name, policy]));
  return diagnostics
    .filter(({ undecidable }) => undecidable !== true)
    .map((diagnostic) => violationOf(diagnostic, byName.get(diagnostic.policy)));
}

function violationOf(diagnostic: Diagnostic, policy: PolicyInfo | undefined): Violation {
  const controls = controlsIn(policy?.tags ?? []).map(({ framework, id }) => `${framework} ${id}`);
  // A pack can word its message differently.
  const isDescribed = policy !== undefined && diagnostic.message.startsWith(`${policy.description}\n`);
  return { ...diagnostic, controls, ...(isDescribed && { description: policy.description }) };
}

/**
 * The status of each control that a policy serves, with the evidence: the policies that judged, and their findings.
 *
 * A violation with a waiver is still a failure, and the waiver names its owner. If the stack has no resource that a
 * control's policies judge, the control is left out, because a pass needs evidence.
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
      const findings = judges.flatMap(({ name }) => byPolicy.get(name) ?? []);
      const failures = findings.filter(({ undecidable }) => undecidable !== true);
      const status = failures.length > 0 ? "fail" : findings.length > 0 ? "undecided" : "pass";
      const sources = failures.length > 0 ? failures : findings;
      const evidence =
        status === "pass"
          ? judges.map(({ name, description }) => `${name}: ${description}`)
          : sources.map(
              ({ policy, urn, message }) => `${policy}: ${names.get(urn) ?? "the stack"}: ${message}`,
            );
      return { framework, id, status, evidence: [...new Set(evidence)].sort() };
    });
}
