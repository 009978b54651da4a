import { nsa, requirement } from "../../../controls/ids.ts";
import type { Attempt } from "../support/attempt.ts";
import { make, pathOf, read } from "../support/requests.ts";
import { table } from "../support/tables.ts";

const review = { resourceAttributes: { verb: "get", resource: "secrets", namespace: "payments" } };

/** Requests of users' daily work. */
export const attempts: readonly Attempt[] = table(
  {
    expect: "admitted",
    why: "Users need this for daily work, and it shows no other tenant's data.",
    serves: [...requirement("B7"), ...nsa("NSA-AUTH-04")],
  },
  [
    {
      as: "developer of checkout",
      name: "asks for its own rights",
      does: make(pathOf("authorization.k8s.io/v1", "selfsubjectaccessreviews"), {
        apiVersion: "authorization.k8s.io/v1",
        kind: "SelfSubjectAccessReview",
        spec: review,
      }),
    },
    {
      as: "viewer of checkout",
      name: "asks for all its rights in a namespace",
      does: make(pathOf("authorization.k8s.io/v1", "selfsubjectrulesreviews"), {
        apiVersion: "authorization.k8s.io/v1",
        kind: "SelfSubjectRulesReview",
        spec: { namespace: "checkout" },
      }),
    },
    {
      as: "stranger",
      name: "asks who it is",
      does: make(pathOf("authentication.k8s.io/v1", "selfsubjectreviews"), {
        apiVersion: "authentication.k8s.io/v1",
        kind: "SelfSubjectReview",
      }),
    },
    {
      as: "viewer of checkout",
      name: "reads its own Namespace",
      does: read("/api/v1/namespaces/checkout"),
    },
    { as: "viewer of payments", name: "lists its pods", does: read(pathOf("v1", "pods", "payments")) },
    {
      as: "developer of checkout",
      name: "lists its Secrets",
      does: read(pathOf("v1", "secrets", "checkout")),
    },
    {
      as: "operator of payments",
      name: "reads its default-deny",
      does: read(pathOf("networking.k8s.io/v1", "networkpolicies", "payments", "default-deny")),
    },
    { as: "platform", name: "lists the nodes", does: read("/api/v1/nodes") },
    { as: "platform", name: "lists the Secrets of all namespaces", does: read("/api/v1/secrets") },
  ],
);
