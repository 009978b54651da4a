import { cis, mitre, owasp, requirement } from "../../../controls/ids.ts";
import type { Attempt } from "../support/attempt.ts";
import { create } from "../support/kinds.ts";
import { make, pathOf, read } from "../support/requests.ts";

const token = (name: string, annotated: string) => ({
  apiVersion: "v1",
  kind: "Secret",
  type: "kubernetes.io/service-account-token",
  metadata: { name, annotations: { "kubernetes.io/service-account.name": annotated } },
});

/** Attempts to get a service account's token, and to use it. */
export const attempts: readonly Attempt[] = [
  {
    name: "creates a token Secret for a workload's account",
    as: "developer of checkout",
    does: {
      method: "POST",
      path: pathOf("v1", "secrets", "checkout"),
      body: token("token", "checkoutservice"),
    },
    expect: "refused",
    by: "casemate-secrets",
    why: "A token in a Secret never expires, and every user who may read Secrets can use it.",
    serves: [...requirement("A6", "B3"), ...cis("4.1.6", "4.1.12"), ...mitre("T1552.007")],
  },
  {
    name: "creates a token Secret for default",
    as: "operator of payments",
    does: { method: "POST", path: pathOf("v1", "secrets", "payments"), body: token("token", "default") },
    expect: "refused",
    by: "casemate-secrets",
    why: "A token in a Secret never expires, and every user who may read Secrets can use it.",
    serves: [...requirement("A6", "B3"), ...cis("4.1.6", "4.1.12"), ...mitre("T1552.007")],
  },
  {
    name: "creates a Secret to join a node",
    as: "developer of checkout",
    does: make(pathOf("v1", "secrets", "checkout"), {
      apiVersion: "v1",
      kind: "Secret",
      type: "bootstrap.kubernetes.io/token",
      metadata: { name: "bootstrap-token-abcdef" },
    }),
    expect: "refused",
    by: "casemate-secrets",
    why: "A bootstrap token gives a node's identity to its holder.",
    serves: [...requirement("A1", "B3"), ...owasp("K09:2025")],
  },
  ...(["checkoutservice", "default"] as const).map(
    (account): Attempt => ({
      name: `requests a token of ${account}`,
      as: "operator of checkout",
      does: {
        method: "POST",
        path: pathOf("v1", "serviceaccounts", "checkout", `${account}/token`),
        body: { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: {} },
      },
      expect: "refused",
      by: "rbac",
      why: "Users sign in by OpenID Connect, and must not act for workloads.",
      serves: [...requirement("A1", "B7"), ...cis("4.1.12"), ...mitre("T1528")],
    }),
  ),
  {
    name: "enables a workload account's token",
    as: "developer of checkout",
    does: {
      method: "PATCH",
      path: pathOf("v1", "serviceaccounts", "checkout", "checkoutservice"),
      body: { automountServiceAccountToken: true },
      contentType: "application/merge-patch+json",
    },
    expect: "refused",
    by: "rbac",
    why: "The tenant's file declares the workloads that call the API.",
    serves: [...requirement("A3", "B7"), ...cis("4.1.6")],
  },
  ...(["storefront", "checkout"] as const).map(
    (namespace): Attempt => ({
      name: `lists the Secrets of ${namespace} as a workload`,
      as: "workload of storefront/frontend",
      does: read(pathOf("v1", "secrets", namespace)),
      expect: "refused",
      by: "rbac",
      why: "A workload has only the rights that its tenant declares.",
      serves: [...requirement("A3", "B7"), ...cis("4.1.2"), ...mitre("T1552.007")],
    }),
  ),
  {
    name: "creates a Pod as a workload",
    as: "workload of storefront/frontend",
    does: create("Pod", "storefront"),
    expect: "refused",
    by: "rbac",
    why: "An intruder in a pod could start other pods.",
    serves: [...requirement("A3", "B7"), ...cis("4.1.4"), ...mitre("T1610")],
  },
];
