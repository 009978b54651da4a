import { cis, mitre, requirement } from "../../../controls/ids.ts";
import type { Attempt } from "../support/attempt.ts";
import { forceApply, make, mergePatch, pathOf } from "../support/requests.ts";
import {
  apiGroup,
  binding,
  bindings,
  developers,
  outsiders,
  rbac,
  role,
  roles,
  rule,
} from "../support/roles.ts";
import { table } from "../support/tables.ts";

/** Grants by service accounts that have write access to the kinds of RBAC. */
export const attempts: readonly Attempt[] = [
  {
    name: "writes a Role with no more rights than its own",
    as: "namespace admin of checkout",
    does: make(roles, role(rule("", "configmaps", "get", "list"))),
    expect: "admitted",
    why: "An account with rights to RBAC's kinds may delegate its own rights.",
    serves: [...requirement("B7")],
  },
  {
    name: "binds its tenant's group to a Role of the namespace",
    as: "namespace admin of checkout",
    given: [{ as: "platform", method: "POST", path: roles, body: role(rule("", "configmaps", "get")) }],
    does: make(bindings, binding(developers)),
    expect: "admitted",
    why: "A tenant may grant part of its rights to its own users.",
    serves: [...requirement("B7")],
  },
  {
    name: "writes a Role with the platform's right over marked objects",
    as: "namespace admin of checkout",
    does: make(roles, role(rule("casemate.dev", "marked", "manage"))),
    expect: "refused",
    by: "escalation",
    why: "RBAC allows no account to grant rights that it doesn't have.",
    serves: [...requirement("B7"), ...cis("4.1.8")],
  },
  {
    name: "binds its own account to cluster-admin without the verb bind",
    as: "namespace admin of checkout",
    does: make(
      bindings,
      binding(
        { kind: "ServiceAccount", name: "namespace-admin", namespace: "checkout" },
        "ClusterRole",
        "cluster-admin",
      ),
    ),
    expect: "refused",
    by: "escalation",
    why: "RBAC allows no account to grant rights that it doesn't have.",
    serves: [...requirement("B7"), ...cis("4.1.1", "4.1.8")],
  },
  ...table(
    {
      as: "namespace admin of checkout",
      given: [{ as: "platform", method: "POST", path: roles, body: role(rule("", "configmaps", "get")) }],
      expect: "refused",
      by: "casemate-role-bindings",
      why: "Only the tenant's groups may have rights in its namespace.",
      serves: [...requirement("B7"), ...cis("4.1.8"), ...mitre("T1098.006")],
    },
    [
      {
        name: "binds another tenant's group to a Role of its namespace",
        does: make(bindings, binding(outsiders)),
      },
      {
        name: "binds a single user to a Role of its namespace",
        does: make(bindings, binding({ apiGroup, kind: "User", name: "oidc:mallory" })),
      },
      {
        name: "binds all authenticated users to a Role of its namespace",
        does: make(bindings, binding({ apiGroup, kind: "Group", name: "system:authenticated" })),
      },
      {
        name: "binds all anonymous users to a Role of its namespace",
        does: make(bindings, binding({ apiGroup, kind: "Group", name: "system:unauthenticated" })),
      },
      {
        name: "binds every service account of the cluster to a Role of its namespace",
        does: make(bindings, binding({ apiGroup, kind: "Group", name: "system:serviceaccounts" })),
      },
      {
        name: "binds the service accounts of another namespace to a Role of its namespace",
        does: make(bindings, binding({ apiGroup, kind: "Group", name: "system:serviceaccounts:storefront" })),
      },
      {
        name: "binds a service account of another namespace to a Role of its namespace",
        does: make(bindings, binding({ kind: "ServiceAccount", name: "frontend", namespace: "storefront" })),
      },
      {
        name: "binds a service account of another namespace named as a user to a Role of its namespace",
        does: make(
          bindings,
          binding({ apiGroup, kind: "User", name: "system:serviceaccount:storefront:frontend" }),
        ),
      },
      {
        name: "binds its group in another case to a Role of its namespace",
        does: make(bindings, binding({ apiGroup, kind: "Group", name: "oidc:Orders-Dev" })),
      },
      {
        name: "binds its group without the cluster's prefix to a Role of its namespace",
        does: make(bindings, binding({ apiGroup, kind: "Group", name: "orders-dev" })),
      },
    ],
  ),
  {
    name: "binds its tenant's group to Kubernetes' role view",
    as: "delegate of checkout",
    does: make(bindings, binding(developers, "ClusterRole", "view")),
    expect: "refused",
    by: "casemate-role-bindings",
    why: "Aggregation can add rights to a cluster role later.",
    serves: [...requirement("B7"), ...cis("4.1.8")],
  },
  {
    name: "binds its tenant's group to cluster-admin with the verb bind",
    as: "delegate of checkout",
    does: make(bindings, binding(developers, "ClusterRole", "cluster-admin")),
    expect: "refused",
    by: "casemate-role-bindings",
    why: "RBAC doesn't check holders of the verb bind, and cluster-admin includes the platform's right.",
    serves: [...requirement("B7", "D5"), ...cis("4.1.1")],
  },
  {
    name: "makes developers operators with the verb bind",
    as: "delegate of payments",
    does: make(pathOf(rbac, "rolebindings", "payments"), {
      ...binding({ apiGroup, kind: "Group", name: "oidc:payments-dev" }, "ClusterRole", "casemate:operator"),
      metadata: { name: "attempt", namespace: "payments" },
    }),
    expect: "refused",
    by: "casemate-role-bindings",
    why: "Only the tenant's file names the operators.",
    serves: [...requirement("B7", "D5"), ...cis("4.1.8")],
  },
  {
    name: "binds its own RoleBinding to another tenant by server-side apply",
    as: "delegate of checkout",
    given: [
      { as: "platform", method: "POST", path: roles, body: role(rule("", "configmaps", "get")) },
      { as: "platform", method: "POST", path: bindings, body: binding(developers) },
    ],
    does: forceApply(`${bindings}/attempt`, binding(outsiders)),
    expect: "refused",
    by: "casemate-role-bindings",
    why: "An update must not allow what a creation doesn't.",
    serves: [...requirement("B7"), ...cis("4.1.8")],
  },
  ...(["escalate", "every right"] as const).map(
    (how): Attempt => ({
      name: `makes itself the platform in its namespace by a Role with ${how === "escalate" ? "the platform's right" : how}`,
      as: "delegate of checkout",
      // The verbs escalate and bind let both writes pass. The granted right must have no effect.
      given: [
        {
          as: "delegate of checkout",
          method: "POST",
          path: roles,
          body: role(how === "escalate" ? rule("casemate.dev", "marked", "manage") : rule("*", "*", "*")),
        },
        {
          as: "delegate of checkout",
          method: "POST",
          path: bindings,
          body: binding({ kind: "ServiceAccount", name: "delegate", namespace: "checkout" }),
        },
        {
          as: "delegate of checkout",
          method: "POST",
          path: pathOf("authorization.k8s.io/v1", "selfsubjectaccessreviews"),
          body: {
            spec: {
              resourceAttributes: {
                namespace: "checkout",
                group: "casemate.dev",
                resource: "marked",
                verb: "manage",
              },
            },
          },
          until: /"allowed":true/,
        },
      ],
      does: mergePatch(pathOf("v1", "resourcequotas", "checkout", "quota"), {
        spec: { hard: { pods: "1000" } },
      }),
      expect: "refused",
      by: "casemate-marked",
      why: "The platform's right is cluster-wide. A Role inside a namespace must not grant it.",
      serves: [...requirement("E2", "D5"), ...cis("4.1.3", "4.1.8")],
    }),
  ),
];
