import { pathOf } from "./requests.ts";

/** Roles and RoleBindings of the tenant `checkout`. */

export const rbac = "rbac.authorization.k8s.io/v1";
export const apiGroup = "rbac.authorization.k8s.io";
export const roles = pathOf(rbac, "roles", "checkout");
export const bindings = pathOf(rbac, "rolebindings", "checkout");
export const developers = { apiGroup, kind: "Group", name: "oidc:orders-dev" };
export const outsiders = { apiGroup, kind: "Group", name: "oidc:web-dev" };

export const role = (...rules: readonly object[]) => ({
  apiVersion: rbac,
  kind: "Role",
  metadata: { name: "attempt", namespace: "checkout" },
  rules,
});
export const rule = (group: string, resource: string, ...verbs: readonly string[]) => ({
  apiGroups: [group],
  resources: [resource],
  verbs,
});
export const binding = (subject: object, kind = "Role", name = "attempt") => ({
  apiVersion: rbac,
  kind: "RoleBinding",
  metadata: { name: "attempt", namespace: "checkout" },
  roleRef: { apiGroup, kind, name },
  subjects: [subject],
});
