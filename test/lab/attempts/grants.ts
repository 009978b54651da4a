import { cis, mitre, nsa, requirement } from "../../../controls/ids.ts";
import type { Attempt } from "../support/attempt.ts";
import { jsonPatch, make, pathOf } from "../support/requests.ts";
import { apiGroup, binding, bindings, developers, rbac, role, roles, rule } from "../support/roles.ts";

const clusterRole = {
  apiVersion: rbac,
  kind: "ClusterRole",
  metadata: { name: "attempt", labels: { "rbac.authorization.k8s.io/aggregate-to-admin": "true" } },
  rules: [rule("*", "*", "*")],
};
const clusterBinding = {
  apiVersion: rbac,
  kind: "ClusterRoleBinding",
  metadata: { name: "attempt" },
  roleRef: { apiGroup, kind: "ClusterRole", name: "cluster-admin" },
  subjects: [developers],
};

/** Personas that grant rights to themselves. Their roles have no write access to the kinds of RBAC. */
export const attempts: readonly Attempt[] = [
  {
    name: "writes a Role with every right in its own namespace",
    as: "developer of checkout",
    does: make(roles, role(rule("*", "*", "*"))),
    expect: "refused",
    by: "rbac",
    why: "Only the platform may grant rights.",
    serves: [...requirement("B7"), ...cis("4.1.3"), ...nsa("NSA-AUTH-03")],
  },
  {
    name: "binds its own group to cluster-admin in its own namespace",
    as: "operator of checkout",
    does: make(bindings, binding(developers, "ClusterRole", "cluster-admin")),
    expect: "refused",
    by: "rbac",
    why: "cluster-admin includes the platform's right over marked objects.",
    serves: [...requirement("A2", "B7"), ...cis("4.1.1"), ...mitre("T1098.006")],
  },
  {
    name: "makes itself an operator by a RoleBinding",
    as: "viewer of checkout",
    does: make(
      bindings,
      binding({ apiGroup, kind: "Group", name: "oidc:support" }, "ClusterRole", "casemate:operator"),
    ),
    expect: "refused",
    by: "rbac",
    why: "Only the tenant's file may give a viewer more rights.",
    serves: [...requirement("B7"), ...cis("4.1.8")],
  },
  {
    name: "adds itself to the operators' RoleBinding",
    as: "developer of checkout",
    does: jsonPatch(pathOf(rbac, "rolebindings", "checkout", "casemate:operator"), {
      op: "add",
      path: "/subjects/-",
      value: developers,
    }),
    expect: "refused",
    by: "rbac",
    why: "Developers could enter running pods.",
    serves: [...requirement("B7"), ...cis("4.1.8"), ...mitre("T1098.006")],
  },
  {
    name: "writes a ClusterRole",
    as: "developer of checkout",
    does: make(pathOf(rbac, "clusterroles"), clusterRole),
    expect: "refused",
    by: "rbac",
    why: "Aggregation would put its rules into Kubernetes' own role admin.",
    serves: [...requirement("B7"), ...cis("4.1.3")],
  },
  {
    name: "adds Secrets of the cluster to the tenants' shared role",
    as: "operator of payments",
    does: jsonPatch(pathOf(rbac, "clusterroles", undefined, "casemate:viewer"), {
      op: "add",
      path: "/rules/-",
      value: rule("", "secrets", "get", "list"),
    }),
    expect: "refused",
    by: "rbac",
    why: "One change would show every tenant's Secrets to every viewer.",
    serves: [...requirement("B7"), ...cis("4.1.2")],
  },
  {
    name: "binds its own group to cluster-admin in the whole cluster",
    as: "developer of payments",
    does: make(pathOf(rbac, "clusterrolebindings"), clusterBinding),
    expect: "refused",
    by: "rbac",
    why: "The tenant would control the whole cluster.",
    serves: [...requirement("A2"), ...cis("4.1.1"), ...mitre("T1098.006")],
  },
  {
    name: "binds its own account to cluster-admin with a workload's token",
    as: "workload of checkout/checkoutservice",
    does: make(pathOf(rbac, "clusterrolebindings"), clusterBinding),
    expect: "refused",
    by: "rbac",
    why: "A compromised workload must not become the cluster's administrator.",
    serves: [...requirement("A3"), ...cis("4.1.1"), ...mitre("T1552.007")],
  },
];
