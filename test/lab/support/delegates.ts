import type { Tenant } from "./attempt.ts";

/**
 * Service accounts in tenants' namespaces with more rights than any of Casemate's roles. The platform may give these rights
 * to an operator or a deployment tool. RBAC lets these accounts pass, so admission must refuse them.
 */

/** The tenants that have a delegate and a namespace admin: one of class `standard`, one of class `pci`. */
export const delegating: readonly Tenant[] = ["checkout", "payments", "storefront"];

export const delegate = "delegate";
export const namespaceAdmin = "namespace-admin";

/**
 * Every namespaced kind. The API groups are listed, since `*` would include `casemate.dev`: rights in this group mark the
 * platform.
 */
const everyKind = {
  apiGroups: [
    "",
    "apps",
    "authentication.k8s.io",
    "authorization.k8s.io",
    "autoscaling",
    "batch",
    "coordination.k8s.io",
    "discovery.k8s.io",
    "events.k8s.io",
    "gateway.networking.k8s.io",
    "networking.k8s.aws",
    "networking.k8s.io",
    "policy",
    "rbac.authorization.k8s.io",
    "resource.k8s.io",
    "vpcresources.k8s.aws",
  ],
  resources: ["*"],
};

/** `*` includes `escalate`, `bind` and `impersonate`, which switch off RBAC's own checks. */
const delegateRule = { ...everyKind, verbs: ["*"] };

const namespaceAdminRule = {
  ...everyKind,
  verbs: ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"],
};

/** The account of the EBS CSI driver. Its token is on each node. On EKS it has the same right on nodes. */
export const csiDriver = { namespace: "kube-system", name: "ebs-csi-node-sa" } as const;

const rbac = "rbac.authorization.k8s.io";

export const delegateObjects: readonly object[] = [
  ...delegating.flatMap((namespace) => [
    account(namespace, delegate),
    account(namespace, namespaceAdmin),
    role(namespace, delegate, delegateRule),
    role(namespace, namespaceAdmin, namespaceAdminRule),
    binding(namespace, delegate),
    binding(namespace, namespaceAdmin),
  ]),
  account(csiDriver.namespace, csiDriver.name),
  {
    apiVersion: `${rbac}/v1`,
    kind: "ClusterRole",
    metadata: { name: csiDriver.name },
    rules: [{ apiGroups: [""], resources: ["nodes"], verbs: ["get", "patch"] }],
  },
  {
    apiVersion: `${rbac}/v1`,
    kind: "ClusterRoleBinding",
    metadata: { name: csiDriver.name },
    roleRef: { apiGroup: rbac, kind: "ClusterRole", name: csiDriver.name },
    subjects: [{ kind: "ServiceAccount", ...csiDriver }],
  },
];

function account(namespace: string, name: string): object {
  return { apiVersion: "v1", kind: "ServiceAccount", metadata: { name, namespace } };
}

function role(namespace: string, name: string, rule: object): object {
  return { apiVersion: `${rbac}/v1`, kind: "Role", metadata: { name, namespace }, rules: [rule] };
}

/** Binds the Role to the service account of the same name. */
function binding(namespace: string, name: string): object {
  return {
    apiVersion: `${rbac}/v1`,
    kind: "RoleBinding",
    metadata: { name, namespace },
    roleRef: { apiGroup: rbac, kind: "Role", name },
    subjects: [{ kind: "ServiceAccount", name, namespace }],
  };
}
