import { isUndecided, judgedBy, type Policy, type Verdict } from "../../protocol/verdict.ts";
import type { ControlStatus, PlannedResource, Violation } from "../document.ts";

/** The controls that a policy serves, from its tags `control:<framework>:<id>`. */
export function controlsOf({ tags }: Policy): { framework: string; id: string }[] {
  return tags.flatMap((tag) => {
    const [, framework = "", id = ""] = /^control:([^:]+):(.+)$/.exec(tag) ?? [];
    return framework === "" ? [] : [{ framework, id }];
  });
}

/** What packs said, as violations. What they couldn't judge yet is no violation; it shows in the controls. */
export function violationsOf({ policies, diagnostics }: Verdict): Violation[] {
  const served = new Map(
    policies.map((policy) => [
      policy.name,
      controlsOf(policy).map(({ framework, id }) => `${framework} ${id}`),
    ]),
  );
  return diagnostics
    .filter((diagnostic) => !isUndecided(diagnostic))
    .map((diagnostic) => ({ ...diagnostic, controls: served.get(diagnostic.policy) ?? [] }));
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
  const byControl = new Map<string, { framework: string; id: string; judges: Policy[] }>();
  const types = [...new Set(resources.map(({ type }) => type))];
  for (const policy of policies.filter((judge) => types.some(judgedBy([judge])))) {
    for (const control of controlsOf(policy)) {
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
      const failed = found.filter((diagnostic) => !isUndecided(diagnostic));
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
