import { cis, nsa, requirement } from "../../../controls/ids.ts";
import type { Attempt } from "../support/attempt.ts";
import { make, mergePatch, pathOf, read, remove } from "../support/requests.ts";
import { nodeName } from "../support/scene.ts";
import { table } from "../support/tables.ts";

const configMap = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "attempt" } };
const review = { resourceAttributes: { verb: "get", resource: "secrets", namespace: "payments" } };

/** What a role doesn't hold inside its own namespace. */
export const attempts: readonly Attempt[] = table(
  {
    expect: "refused",
    by: "rbac",
    why: "Each role names what it may do, and no wildcard.",
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
      name: "deletes all Secrets at once",
      does: remove(pathOf("v1", "secrets", "checkout")),
    },
    {
      as: "developer of checkout",
      name: "asks for a token of a workload's account",
      does: make(pathOf("v1", "serviceaccounts", "checkout", "checkoutservice/token"), {
        apiVersion: "authentication.k8s.io/v1",
        kind: "TokenRequest",
        spec: { audiences: [] },
      }),
    },
    {
      as: "operator of payments",
      name: "asks for a token that AWS takes for the workload's",
      does: make(pathOf("v1", "serviceaccounts", "payments", "paymentservice/token"), {
        apiVersion: "authentication.k8s.io/v1",
        kind: "TokenRequest",
        spec: { audiences: ["pods.eks.amazonaws.com"] },
      }),
    },
    {
      as: "developer of checkout",
      name: "makes a service account",
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
      name: "binds a pod to a node by the older way",
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
      as: "developer of checkout",
      name: "writes a lease",
      does: make(pathOf("coordination.k8s.io/v1", "leases", "checkout"), {
        apiVersion: "coordination.k8s.io/v1",
        kind: "Lease",
        metadata: { name: "attempt" },
      }),
    },
    {
      as: "viewer of checkout",
      name: "asks what others may do",
      does: make(pathOf("authorization.k8s.io/v1", "subjectaccessreviews"), {
        apiVersion: "authorization.k8s.io/v1",
        kind: "SubjectAccessReview",
        spec: { ...review, user: "oidc:platform-admin" },
      }),
    },
    {
      as: "delegate of checkout",
      name: "asks what others may do in the cluster",
      does: make(pathOf("authorization.k8s.io/v1", "subjectaccessreviews"), {
        apiVersion: "authorization.k8s.io/v1",
        kind: "SubjectAccessReview",
        spec: { ...review, user: "oidc:platform-admin" },
      }),
    },
    {
      as: "workload of checkout/checkoutservice",
      name: "asks whose a stolen token is",
      does: make(pathOf("authentication.k8s.io/v1", "tokenreviews"), {
        apiVersion: "authentication.k8s.io/v1",
        kind: "TokenReview",
        spec: { token: "stolen" },
      }),
    },
  ],
);
