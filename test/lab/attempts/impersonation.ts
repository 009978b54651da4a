import { cis, mitre, requirement } from "../../../controls/ids.ts";
import type { Attempt } from "../support/attempt.ts";
import { pathOf, read } from "../support/requests.ts";
import { table } from "../support/tables.ts";

const secrets = pathOf("v1", "secrets", "checkout");

/** Impersonation. RBAC requires the verb `impersonate` on users, groups and extras of the whole cluster. */
export const attempts: readonly Attempt[] = table(
  {
    expect: "refused",
    by: "rbac",
    why: "An account that may impersonate has all users' rights, and another name in the audit log.",
    serves: [...requirement("B7"), ...cis("4.1.8"), ...mitre("T1078")],
  },
  [
    {
      as: "developer of checkout",
      name: "reads Secrets as the platform's group by impersonation",
      does: read(secrets, { "Impersonate-User": "x", "Impersonate-Group": "system:masters" }),
    },
    {
      as: "operator of checkout",
      name: "reads Secrets as an admin by name by impersonation",
      does: read(secrets, { "Impersonate-User": "oidc:platform-admin" }),
    },
    {
      as: "delegate of checkout",
      name: "reads Secrets as the cluster's first admin by impersonation",
      does: read(secrets, { "Impersonate-User": "system:admin", "Impersonate-Group": "system:masters" }),
    },
    {
      as: "delegate of checkout",
      name: "reads Secrets as a service account of the system by impersonation",
      does: read(secrets, { "Impersonate-User": "system:serviceaccount:kube-system:deployment-controller" }),
    },
    {
      as: "namespace admin of checkout",
      name: "reads Secrets as another tenant's service account by impersonation",
      does: read(secrets, { "Impersonate-User": "system:serviceaccount:payments:paymentservice" }),
    },
    {
      as: "workload of checkout/checkoutservice",
      name: "reads Secrets as a node by impersonation",
      does: read(secrets, { "Impersonate-User": "system:node:any", "Impersonate-Group": "system:nodes" }),
    },
    {
      as: "viewer of checkout",
      name: "reads Secrets as a developer by user ID by impersonation",
      does: read(secrets, { "Impersonate-User": "oidc:checkout-developer", "Impersonate-Uid": "1" }),
    },
    {
      as: "developer of checkout",
      name: "reads Secrets as itself with an extra scope by impersonation",
      does: read(secrets, {
        "Impersonate-User": "oidc:checkout-developer",
        "Impersonate-Extra-scopes": "all",
      }),
    },
  ],
);
