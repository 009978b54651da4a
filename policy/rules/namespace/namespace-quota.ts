import { nsa, requirement } from "../../../controls/ids.ts";
import { type Finding, undecidable, violation } from "../../lib/finding.ts";
import { type NamespaceContents, namespaceContents, namespaceKind } from "../../lib/namespace-contents.ts";
import { allOf, anyOf, type Tri } from "../../lib/tri.ts";
import { at, elements, unknown, type Value } from "../../lib/value.ts";
import type { StackFinding, StackRule, StackSubject } from "../../rule.ts";

const quotaKind = "core/ResourceQuota";

/** What a quota must bound, each under one of these names. */
const bounded: Readonly<Record<string, readonly string[]>> = {
  cpu: ["requests.cpu", "limits.cpu", "cpu"],
  memory: ["requests.memory", "limits.memory", "memory"],
};

export default {
  id: "namespace-quota",
  description: "Every namespace has a quota on cpu and memory.",
  guards: "Neighbours against a namespace that takes the nodes for itself.",
  severity: "medium",
  controls: [...requirement("B5", "D4"), ...nsa("NSA-NET-06")],
  remediation: "Give the namespace a ResourceQuota with hard cpu and memory.",
  kinds: [namespaceKind, quotaKind],
  checkStack: (subjects): StackFinding[] => namespaceContents(subjects).flatMap(namespaceFindings),
} satisfies StackRule;

function namespaceFindings({ namespace, objects, maybeMore }: NamespaceContents): StackFinding[] {
  const quotas = objects.filter(({ kind }) => kind === quotaKind);
  return Object.entries(bounded)
    .flatMap(([what, names]) =>
      judge(anyOf(quotas.map((quota) => bounds(quota, names))), maybeMore, {
        path: `ResourceQuota on ${what}`,
        allowed: `spec.hard with ${names.join(" or ")}, for all pods`,
      }),
    )
    .map((finding) => ({ ...finding, urn: namespace.urn }));
}

function judge(
  given: Tri,
  maybeMore: boolean,
  { path, allowed }: { readonly path: string; readonly allowed: string },
): Finding[] {
  if (given === true) {
    return [];
  }
  return given === unknown || maybeMore ? [undecidable(path, allowed)] : [violation(path, "none", allowed)];
}

/** Whether a quota bounds one of `names`. Any quantity does; one for some pods only, by scope, doesn't. */
function bounds({ inputs }: StackSubject, names: readonly string[]): Tri {
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
