import { nsa, requirement } from "../../../controls/ids.ts";
import { type Finding, undecidable, violation } from "../../lib/finding.ts";
import { type NamespaceContents, namespaceContents, namespaceKind } from "../../lib/namespace-contents.ts";
import { exemptingKinds, exemptNames, isExempt, isPlatforms } from "../../lib/own-admission.ts";
import type { StackFinding, StackRule, StackSubject } from "../../lib/rule.ts";
import { allOf, anyOf, type Tri } from "../../lib/tri.ts";
import { at, elements, unknown, type Value } from "../../lib/value.ts";

const quotaKind = "core/ResourceQuota";

/** The resources that a quota must limit, each under one of these names. */
const quotaNames: Readonly<Record<string, readonly string[]>> = {
  cpu: ["requests.cpu", "limits.cpu", "cpu"],
  memory: ["requests.memory", "limits.memory", "memory"],
};

export default {
  id: "namespace-quota",
  description: "Every namespace of a workload has a quota on cpu and memory.",
  guards: "Neighbours against a namespace that uses up the nodes.",
  severity: "medium",
  controls: [...requirement("B5", "D4"), ...nsa("NSA-NET-06")],
  remediation: "Give the namespace a ResourceQuota with hard cpu and memory.",
  kinds: [namespaceKind, quotaKind, ...exemptingKinds],
  checkStack: (subjects): StackFinding[] => {
    const exempt = exemptNames(subjects);
    return (
      namespaceContents(subjects.filter(({ kind }) => !exemptingKinds.includes(kind)))
        // A quota could keep a controller from running that the whole cluster depends on.
        .filter(({ namespace: { inputs } }) => !isPlatforms(inputs) && !isExempt(inputs, exempt))
        .flatMap(namespaceFindings)
    );
  },
} satisfies StackRule;

function namespaceFindings({ namespace, objects, maybeMore }: NamespaceContents): StackFinding[] {
  const quotas = objects.filter(({ kind }) => kind === quotaKind);
  return Object.entries(quotaNames)
    .flatMap(([what, names]) =>
      judge(anyOf(quotas.map((quota) => limits(quota, names))), maybeMore, {
        path: `ResourceQuota on ${what}`,
        allowed: `spec.hard with ${names.join(" or ")}, for all pods`,
      }),
    )
    .map((finding) => ({ ...finding, urn: namespace.urn }));
}

function judge(
  hasLimit: Tri,
  maybeMore: boolean,
  { path, allowed }: { readonly path: string; readonly allowed: string },
): Finding[] {
  if (hasLimit === true) {
    return [];
  }
  return hasLimit === unknown || maybeMore
    ? [undecidable(path, allowed)]
    : [violation(path, "none", allowed)];
}

/** Whether a quota limits one of `names`, to any quantity. A quota with scopes is for some pods only. */
function limits({ inputs }: StackSubject, names: readonly string[]): Tri {
  const hard = at(inputs, "spec.hard");
  return allOf([
    isAbsent(at(inputs, "spec.scopes")),
    isAbsent(at(inputs, "spec.scopeSelector.matchExpressions")),
    hard === unknown ? unknown : names.some((name) => at(hard, [name]) !== undefined),
  ]);
}

function isAbsent(list: Value): Tri {
  return list === unknown ? unknown : elements(list).length === 0;
}
