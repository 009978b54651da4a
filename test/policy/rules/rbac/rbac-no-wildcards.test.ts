import { unknown } from "../../../../policy/lib/value.ts";
import rule from "../../../../policy/rules/rbac/rbac-no-wildcards.ts";
import { role, roleBinding, types } from "../../fixtures.ts";
import { type Case, itJudges } from "../../table.ts";

const rules = (field: string) => ["rules", 0, field];

const roleCases: Case[] = [
  ["every verb", rules("verbs"), ["get", "*"], "violation rules[0].verbs"],
  ["every resource", rules("resources"), ["*"], "violation rules[0].resources"],
  ["a subresource of every kind", rules("resources"), ["*/scale"], "violation rules[0].resources"],
  ["every API group", rules("apiGroups"), ["*"], "violation rules[0].apiGroups"],
  ["every path", rules("nonResourceURLs"), ["*"], "violation rules[0].nonResourceURLs"],
  [
    "every path, written with its slash",
    rules("nonResourceURLs"),
    ["/*"],
    "violation rules[0].nonResourceURLs",
  ],
  ["a subtree of paths", rules("nonResourceURLs"), ["/healthz/*"]],
  ["verbs that aren't known yet", rules("verbs"), unknown, "undecidable rules[0].verbs"],
  ["a verb that isn't known yet", [...rules("verbs"), 0], unknown, "undecidable rules[0].verbs"],
  ["a wildcard and an unknown value", rules("verbs"), [unknown, "*"], "violation rules[0].verbs"],
  ["resource names that aren't known yet", rules("resourceNames"), unknown],
  ["rules that aren't known yet", "rules", unknown, "undecidable rules"],
  ["no rules", "rules", undefined],
];

describe("rule rbac-no-wildcards", () => {
  for (const kind of ["Role", "ClusterRole", "RolePatch", "ClusterRolePatch"]) {
    itJudges(rule, `kubernetes:rbac.authorization.k8s.io/v1:${kind}`, role, roleCases);
  }
  itJudges(rule, "kubernetes:rbac.authorization.k8s.io/v1beta1:Role", role, roleCases.slice(0, 1));

  const selectors = "aggregationRule.clusterRoleSelectors";
  itJudges(
    rule,
    types.clusterRole,
    { aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: "b" } }] } },
    [
      ["a selector that matches every role", selectors, [{}], `violation ${selectors}`],
      ["a selector with an empty map", selectors, [{ matchLabels: {} }], `violation ${selectors}`],
      ["selection by expression", selectors, [{ matchExpressions: [{ key: "a", operator: "Exists" }] }]],
      ["selectors that aren't known yet", selectors, unknown, `undecidable ${selectors}`],
      ["labels that aren't known yet", selectors, [{ matchLabels: unknown }], `undecidable ${selectors}`],
    ],
  );

  for (const kind of ["RoleBinding", "ClusterRoleBinding", "RoleBindingPatch", "ClusterRoleBindingPatch"]) {
    itJudges(rule, `kubernetes:rbac.authorization.k8s.io/v1:${kind}`, roleBinding, [
      ["cluster-admin, which is the wildcard", "roleRef.name", "cluster-admin", "violation roleRef.name"],
      ["a role that isn't known yet", "roleRef.name", unknown, "undecidable roleRef.name"],
      ["a namespace's own role", "roleRef", { kind: "Role", name: "cluster-admin" }],
    ]);
  }
});
