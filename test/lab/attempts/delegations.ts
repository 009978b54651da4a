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
    name: "writes a Role with no more than it has itself",
    as: "namespace admin of checkout",
    does: make(roles, role(rule("", "configmaps", "get", "list"))),
    expect: "admitted",
    why: "Whoever was given RBAC's kinds can divide his rights further.",
    serves: [...requirement("B7")],
  },
  {
    name: "binds its tenant's group to a Role of the namespace",
    as: "namespace admin of checkout",
    given: [{ as: "platform", method: "POST", path: roles, body: role(rule("", "configmaps", "get")) }],
    does: make(bindings, binding(developers)),
    expect: "admitted",
    why: "The tenant's own people may be given part of what is the tenant's.",
    serves: [...requirement("B7")],
  },
  {
    name: "writes a Role with the platform's right over marked objects",
    as: "namespace admin of checkout",
    does: make(roles, role(rule("casemate.dev", "marked", "manage"))),
    expect: "refused",
    by: "escalation",
    why: "RBAC lets nobody grant what he doesn't have.",
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
    why: "RBAC lets nobody grant what he doesn't have.",
    serves: [...requirement("B7"), ...cis("4.1.1", "4.1.8")],
  },
  ...table(
    {
      as: "namespace admin of checkout",
      given: [{ as: "platform", method: "POST", path: roles, body: role(rule("", "configmaps", "get")) }],
      expect: "refused",
      by: "casemate-role-bindings",
      why: "Only the tenant's groups have a place in its namespace.",
      serves: [...requirement("B7"), ...cis("4.1.8"), ...mitre("T1098.006")],
    },
    [
      {
        name: "binds another tenant's group to a Role of its namespace",
        does: make(bindings, binding(outsiders)),
      },
      {
        name: "binds a single person to a Role of its namespace",
        does: make(bindings, binding({ apiGroup, kind: "User", name: "oidc:mallory" })),
      },
      {
        name: "binds everybody with a token to a Role of its namespace",
        does: make(bindings, binding({ apiGroup, kind: "Group", name: "system:authenticated" })),
      },
      {
        name: "binds everybody without a token to a Role of its namespace",
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
    why: "What a cluster role holds can grow by aggregation, without the namespace's knowing.",
    serves: [...requirement("B7"), ...cis("4.1.8")],
  },
  {
    name: "binds its tenant's group to cluster-admin with the verb bind",
    as: "delegate of checkout",
    does: make(bindings, binding(developers, "ClusterRole", "cluster-admin")),
    expect: "refused",
    by: "casemate-role-bindings",
    why: "RBAC's own check is off for who has bind, and cluster-admin holds the platform's right.",
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
    why: "Who is an operator is said in the tenant's file.",
    serves: [...requirement("B7", "D5"), ...cis("4.1.8")],
  },
  {
    name: "turns its own RoleBinding to another tenant by server-side apply",
    as: "delegate of checkout",
    given: [
      { as: "platform", method: "POST", path: roles, body: role(rule("", "configmaps", "get")) },
      { as: "platform", method: "POST", path: bindings, body: binding(developers) },
    ],
    does: forceApply(`${bindings}/attempt`, binding(outsiders)),
    expect: "refused",
    by: "casemate-role-bindings",
    why: "An update must not do what a creation can't.",
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
      why: "Who the platform is, is said for the whole cluster, and by nothing inside a namespace.",
      serves: [...requirement("E2", "D5"), ...cis("4.1.3", "4.1.8")],
    }),
  ),
];
