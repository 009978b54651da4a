import { type Day, plannedDay } from "../../../calendar/today.ts";
import { cis, nsa, pss, requirement, stig } from "../../../controls/ids.ts";
import { expectAt, expectSafe, type Finding, undecidable, violation } from "../../lib/finding.ts";
import { isSystemNamespace, namespaceKind } from "../../lib/namespace-contents.ts";
import { exemptingKinds, exemptNames, isExempt, isPlatforms } from "../../lib/own-admission.ts";
import type { StackFinding, StackRule, StackSubject } from "../../lib/rule.ts";
import { at, type Properties, unknown } from "../../lib/value.ts";

const level = ["metadata", "labels", "pod-security.kubernetes.io/enforce"];
const exception = ["metadata", "annotations", "casemate.dev/pod-security-exception"];
const version = ["metadata", "labels", "pod-security.kubernetes.io/enforce-version"];

const levels = ["restricted", "baseline", "privileged"];

// Pod Security is stable since 1.25; older versions of `restricted` lack checks.
const oldestMinor = 25;

const patchKind = `${namespaceKind}Patch`;

export default {
  id: "namespace-restricted-pod-security",
  description:
    "Every namespace of a workload enforces Pod Security `restricted` at a pinned version, and one of the platform names its level.",
  guards: "Nodes and neighbours against privileged, root or host-sharing pods.",
  severity: "high",
  controls: [
    ...requirement("A10", "C2"),
    ...pss("namespace/enforce-labels"),
    ...cis("4.2.1", "4.2.2", "4.2.3", "4.2.4", "4.2.5"),
    ...nsa("NSA-POD-01", "NSA-POD-05", "NSA-POD-06", "NSA-POD-07", "NSA-POD-08", "NSA-POD-09"),
    ...nsa("NSA-POD-11", "NSA-POD-12", "NSA-POD-15", "NSA-POD-16"),
    ...stig("V-242414"),
  ],
  remediation:
    'Label the namespace pod-security.kubernetes.io/enforce: "restricted" and pod-security.kubernetes.io/enforce-version: the cluster\'s version, for example "v1.35".',
  kinds: [namespaceKind, patchKind, ...exemptingKinds],
  checkStack: (subjects): StackFinding[] => {
    const exempt = exemptNames(subjects);
    return subjects
      .filter(({ kind }) => kind === namespaceKind || kind === patchKind)
      .filter(({ inputs }) => !isSystemNamespace(inputs) && !isExempt(inputs, exempt))
      .flatMap((subject) => findings(subject).map((finding) => ({ ...finding, urn: subject.urn })));
  },
} satisfies StackRule;

function findings({ kind, inputs }: StackSubject): Finding[] {
  // A patch is judged only for the labels that it writes.
  const isJudged = (path: readonly string[]) => kind !== patchKind || at(inputs, path) !== undefined;
  return [
    ...(isJudged(level) ? levelFindings(inputs, plannedDay()) : []),
    ...(isJudged(version) ? versionFindings(inputs) : []),
  ];
}

/**
 * Software of the platform may need another level, and then names it. Otherwise `baseline` passes with the exception that a
 * waiver of a tenant sets, until its last day.
 */
function levelFindings(inputs: Properties, day: Day): Finding[] {
  if (isPlatforms(inputs)) {
    return expectAt(inputs, level, {
      allowed: `one of ${levels.join(", ")}`,
      holds: (value) => levels.includes(String(value)),
      absent: "Kubernetes' default is privileged",
    });
  }
  const findings = expectSafe(inputs, level, "restricted", "Kubernetes' default is privileged");
  if (at(inputs, level) !== "baseline") {
    return findings;
  }
  const reason = at(inputs, exception);
  if (reason === unknown) {
    return [undecidable(level, '"restricted", or an exception by a waiver')];
  }
  const [, last] = /^baseline until (\d{4}-\d{2}-\d{2}) /.exec(String(reason ?? "")) ?? [];
  if (last === undefined) {
    return findings;
  }
  return last >= day
    ? []
    : [
        violation(
          level,
          `"baseline", by an exception that ended on ${last}`,
          '"restricted", or a new waiver',
        ),
      ];
}

function versionFindings(inputs: Properties): Finding[] {
  return expectAt(inputs, version, {
    allowed: `a version from v1.${oldestMinor} on, for example "v1.35"`,
    holds: (value) => Number(/^v1\.(\d{2})$/.exec(String(value))?.[1] ?? 0) >= oldestMinor,
    absent: "Kubernetes' default is latest, which changes with the cluster",
  });
}
