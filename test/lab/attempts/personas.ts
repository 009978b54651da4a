import { cis, nsa, requirement } from "../../../controls/ids.ts";
import type { Attempt } from "../support/attempt.ts";
import { make, mergePatch, pathOf, read, remove } from "../support/requests.ts";
import { nodeName } from "../support/scene.ts";
import { table } from "../support/tables.ts";

const configMap = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "attempt" } };
const review = { resourceAttributes: { verb: "get", resource: "secrets", namespace: "payments" } };

/** Rights that a role doesn't include in its own namespace. */
export const attempts: readonly Attempt[] = table(
  {
    expect: "refused",
    by: "rbac",
    why: "Each role names its rights, without a wildcard.",
    serves: [...requirement("B7"), ...cis("4.1.3", "4.1.12"), ...nsa("NSA-AUTH-04")],
  },
  [
    {
      as: "viewer of checkout",
      name: "reads its tenant's Secrets",
      does: read(pathOf("v1", "secrets", "checkout")),
    },
    {
      as: "viewer of payments",
      name: "writes a ConfigMap",
      does: make(pathOf("v1", "configmaps", "payments"), configMap),
    },
    {
      as: "viewer of checkout",
      name: "deletes its tenant's Deployments",
      does: remove(pathOf("apps/v1", "deployments", "checkout")),
    },
    {
      as: "developer of checkout",
      name: "deletes all Secrets in one request",
      does: remove(pathOf("v1", "secrets", "checkout")),
    },
    {
      as: "developer of checkout",
      name: "requests a token of a workload's account",
      does: make(pathOf("v1", "serviceaccounts", "checkout", "checkoutservice/token"), {
        apiVersion: "authentication.k8s.io/v1",
        kind: "TokenRequest",
        spec: { audiences: [] },
      }),
    },
    {
      as: "operator of payments",
      name: "requests a token that AWS accepts as the workload's",
      does: make(pathOf("v1", "serviceaccounts", "payments", "paymentservice/token"), {
        apiVersion: "authentication.k8s.io/v1",
        kind: "TokenRequest",
        spec: { audiences: ["pods.eks.amazonaws.com"] },
      }),
    },
    {
      as: "developer of checkout",
      name: "creates a service account",
      does: make(pathOf("v1", "serviceaccounts", "checkout"), {
        apiVersion: "v1",
        kind: "ServiceAccount",
        metadata: { name: "attempt" },
      }),
    },
    {
      as: "developer of checkout",
      name: "binds a pod to a node of its choice",
      does: make(pathOf("v1", "pods", "checkout", "any/binding"), {
        apiVersion: "v1",
        kind: "Binding",
        metadata: { name: "any" },
        target: { kind: "Node", name: nodeName },
      }),
    },
    {
      as: "developer of checkout",
      name: "binds a pod to a node by the older API",
      does: make(pathOf("v1", "bindings", "checkout"), {
        apiVersion: "v1",
        kind: "Binding",
        metadata: { name: "any" },
        target: { kind: "Node", name: nodeName },
      }),
    },
    {
      as: "developer of checkout",
      name: "forges a pod's status",
      does: mergePatch(pathOf("v1", "pods", "checkout", "any/status"), { status: { podIP: "10.64.0.1" } }),
    },
    {
      as: "operator of checkout",
      name: "evicts a pod past its disruption budget",
      does: make(pathOf("v1", "pods", "checkout", "any/eviction"), {
        apiVersion: "policy/v1",
        kind: "Eviction",
        metadata: { name: "any" },
      }),
    },
    {
      as: "developer of checkout",
      name: "forges an event",
      does: make(pathOf("v1", "events", "checkout"), {
        apiVersion: "v1",
        kind: "Event",
        metadata: { name: "attempt" },
        involvedObject: { namespace: "checkout" },
      }),
    },
    {
      as: "developer of checkout",
      name: "forges an event of the system",
      does: make(pathOf("events.k8s.io/v1", "events", "kube-system"), {
        apiVersion: "events.k8s.io/v1",
        kind: "Event",
        metadata: { name: "attempt" },
      }),
    },
    {
      as: "developer of checkout",
      name: "runs a DaemonSet",
      does: make(pathOf("apps/v1", "daemonsets", "checkout"), {
        apiVersion: "apps/v1",
        kind: "DaemonSet",
        metadata: { name: "attempt" },
      }),
    },
    {
      as: "viewer of checkout",
      name: "asks for other users' rights",
      does: make(pathOf("authorization.k8s.io/v1", "subjectaccessreviews"), {
        apiVersion: "authorization.k8s.io/v1",
        kind: "SubjectAccessReview",
        spec: { ...review, user: "oidc:platform-admin" },
      }),
    },
    {
      as: "delegate of checkout",
      name: "asks for other users' rights in the cluster",
      does: make(pathOf("authorization.k8s.io/v1", "subjectaccessreviews"), {
        apiVersion: "authorization.k8s.io/v1",
        kind: "SubjectAccessReview",
        spec: { ...review, user: "oidc:platform-admin" },
      }),
    },
    {
      as: "workload of checkout/checkoutservice",
      name: "asks for the user of a stolen token",
      does: make(pathOf("authentication.k8s.io/v1", "tokenreviews"), {
        apiVersion: "authentication.k8s.io/v1",
        kind: "TokenReview",
        spec: { token: "stolen" },
      }),
    },
  ],
);
