import { cis, nsa, requirement } from "../../../controls/ids.ts";
import { expectAt, type Finding, undecidable, violation } from "../../lib/finding.ts";
import type { ResourceRule } from "../../lib/rule.ts";
import { selectsAll } from "../../lib/selector.ts";
import { anyOf } from "../../lib/tri.ts";
import { at, elements, type Path, type Properties, show, unknown } from "../../lib/value.ts";

const group = "rbac.authorization.k8s.io";
const roles = ["Role", "ClusterRole"].flatMap((kind) => [`${group}/${kind}`, `${group}/${kind}Patch`]);
const bindings = ["RoleBinding", "ClusterRoleBinding"].flatMap((kind) => [
  `${group}/${kind}`,
  `${group}/${kind}Patch`,
]);

export default {
  id: "rbac-no-wildcards",
  description: "RBAC grants named rights only: no role has a wildcard, and no binding names cluster-admin.",
  guards: "The API against rights granted by accident, also on kinds that don't exist yet.",
  severity: "high",
  controls: [...requirement("B7", "C1"), ...cis("4.1.1", "4.1.3"), ...nsa("NSA-AUTH-03")],
  remediation: "Name the necessary API groups, resources and verbs, and bind a role that has only those.",
  kinds: [...roles, ...bindings],
  check: ({ kind, inputs }) =>
    roles.includes(kind)
      ? [...ruleFindings(inputs), ...aggregationFindings(inputs)]
      : roleRefFindings(inputs),
} satisfies ResourceRule;

function ruleFindings(inputs: Properties): Finding[] {
  const rules = at(inputs, "rules");
  if (rules === unknown) {
    return [undecidable("rules", "rules without *")];
  }
  return elements(rules).flatMap((_, index) => [
    ...nameFindings(inputs, ["rules", index, "verbs"], (verb) => verb === "*"),
    ...nameFindings(inputs, ["rules", index, "apiGroups"], (apiGroup) => apiGroup === "*"),
    // `*/scale` is a wildcard too: it names that subresource of every kind.
    ...nameFindings(inputs, ["rules", index, "resources"], (resource) => resource.includes("*")),
    // `/healthz/*` names a subtree, and `/*` names nothing.
    ...nameFindings(inputs, ["rules", index, "nonResourceURLs"], (url) => url === "*" || url === "/*"),
  ]);
}

function nameFindings(inputs: Properties, path: Path, isWildcard: (name: string) => boolean): Finding[] {
  const names = at(inputs, path);
  if (elements(names).some((name) => typeof name === "string" && isWildcard(name))) {
    return [violation(path, show(names), "names without *")];
  }
  return names === unknown || elements(names).includes(unknown) ? [undecidable(path, "names without *")] : [];
}

/** An aggregated role has the rules of every role that its selectors match. An empty selector matches all. */
function aggregationFindings(inputs: Properties): Finding[] {
  const path = "aggregationRule.clusterRoleSelectors";
  const allowed = "selectors that name labels";
  const selectors = at(inputs, path);
  const matchesAll = selectors === unknown ? unknown : anyOf(elements(selectors).map(selectsAll));
  if (matchesAll === false) {
    return [];
  }
  return [matchesAll === unknown ? undecidable(path, allowed) : violation(path, show(selectors), allowed)];
}

function roleRefFindings(inputs: Properties): Finding[] {
  return at(inputs, "roleRef.kind") === "Role"
    ? []
    : expectAt(inputs, "roleRef.name", {
        allowed: "a role without wildcards",
        holds: (name) => name !== "cluster-admin",
      });
}
