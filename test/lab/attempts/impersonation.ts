import type { Attempt } from "../support/attempt.ts";
import { pathOf, read } from "../support/requests.ts";

const secrets = pathOf("v1", "secrets", "checkout");

/** Acting as somebody else; RBAC asks for the verb on the cluster's users, groups and extras. */
export const impersonation: readonly Attempt[] = (
  [
    [
      "developer of checkout",
      "the platform's group",
      { "Impersonate-User": "x", "Impersonate-Group": "system:masters" },
    ],
    ["operator of checkout", "an admin by name", { "Impersonate-User": "oidc:platform-admin" }],
    [
      "delegate of checkout",
      "the cluster's first admin",
      { "Impersonate-User": "system:admin", "Impersonate-Group": "system:masters" },
    ],
    [
      "delegate of checkout",
      "a service account of the system",
      { "Impersonate-User": "system:serviceaccount:kube-system:deployment-controller" },
    ],
    [
      "namespace admin of checkout",
      "another tenant's service account",
      { "Impersonate-User": "system:serviceaccount:payments:paymentservice" },
    ],
    [
      "workload of checkout/checkoutservice",
      "a node",
      { "Impersonate-User": "system:node:any", "Impersonate-Group": "system:nodes" },
    ],
    [
      "viewer of checkout",
      "a developer by user ID",
      { "Impersonate-User": "oidc:checkout-developer", "Impersonate-Uid": "1" },
    ],
    [
      "developer of checkout",
      "itself with an extra scope",
      { "Impersonate-User": "oidc:checkout-developer", "Impersonate-Extra-scopes": "all" },
    ],
  ] as const
).map(
  ([as, whom, headers]): Attempt => ({
    name: `reads Secrets as ${whom} by impersonation`,
    as,
    does: read(secrets, headers),
    expect: "refused",
    by: "rbac",
    why: "Whoever may impersonate has everybody's rights, and another's name in the audit log.",
    serves: ["B7", "4.1.8", "T1078"],
  }),
);
