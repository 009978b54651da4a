import type { Attempt } from "../support/attempt.ts";
import { admitted, type Case, refusedBy } from "../support/cases.ts";
import { make, mergePatch, pathOf, read, remove } from "../support/requests.ts";
import { nodeName } from "../support/scene.ts";

const configMap = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "attempt" } };
const review = { resourceAttributes: { verb: "get", resource: "secrets", namespace: "payments" } };

const beyondTheRole: readonly Case[] = [
  ["viewer of checkout", "reads its tenant's Secrets", read(pathOf("v1", "secrets", "checkout"))],
  ["viewer of payments", "writes a ConfigMap", make(pathOf("v1", "configmaps", "payments"), configMap)],
  [
    "viewer of checkout",
    "deletes its tenant's Deployments",
    remove(pathOf("apps/v1", "deployments", "checkout")),
  ],
  ["developer of checkout", "deletes all Secrets at once", remove(pathOf("v1", "secrets", "checkout"))],
  [
    "developer of checkout",
    "asks for a token of a workload's account",
    make(pathOf("v1", "serviceaccounts", "checkout", "checkoutservice/token"), {
      apiVersion: "authentication.k8s.io/v1",
      kind: "TokenRequest",
      spec: { audiences: [] },
    }),
  ],
  [
    "operator of payments",
    "asks for a token that AWS takes for the workload's",
    make(pathOf("v1", "serviceaccounts", "payments", "paymentservice/token"), {
      apiVersion: "authentication.k8s.io/v1",
      kind: "TokenRequest",
      spec: { audiences: ["pods.eks.amazonaws.com"] },
    }),
  ],
  [
    "developer of checkout",
    "makes a service account",
    make(pathOf("v1", "serviceaccounts", "checkout"), {
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: { name: "attempt" },
    }),
  ],
  [
    "developer of checkout",
    "binds a pod to a node of its choice",
    make(pathOf("v1", "pods", "checkout", "any/binding"), {
      apiVersion: "v1",
      kind: "Binding",
      metadata: { name: "any" },
      target: { kind: "Node", name: nodeName },
    }),
  ],
  [
    "developer of checkout",
    "binds a pod to a node by the older way",
    make(pathOf("v1", "bindings", "checkout"), {
      apiVersion: "v1",
      kind: "Binding",
      metadata: { name: "any" },
      target: { kind: "Node", name: nodeName },
    }),
  ],
  [
    "developer of checkout",
    "forges a pod's status",
    mergePatch(pathOf("v1", "pods", "checkout", "any/status"), { status: { podIP: "10.64.0.1" } }),
  ],
  [
    "operator of checkout",
    "evicts a pod past its disruption budget",
    make(pathOf("v1", "pods", "checkout", "any/eviction"), {
      apiVersion: "policy/v1",
      kind: "Eviction",
      metadata: { name: "any" },
    }),
  ],
  [
    "developer of checkout",
    "forges an event",
    make(pathOf("v1", "events", "checkout"), {
      apiVersion: "v1",
      kind: "Event",
      metadata: { name: "attempt" },
      involvedObject: { namespace: "checkout" },
    }),
  ],
  [
    "developer of checkout",
    "forges an event of the system",
    make(pathOf("events.k8s.io/v1", "events", "kube-system"), {
      apiVersion: "events.k8s.io/v1",
      kind: "Event",
      metadata: { name: "attempt" },
    }),
  ],
  [
    "developer of checkout",
    "runs a DaemonSet",
    make(pathOf("apps/v1", "daemonsets", "checkout"), {
      apiVersion: "apps/v1",
      kind: "DaemonSet",
      metadata: { name: "attempt" },
    }),
  ],
  [
    "developer of checkout",
    "writes a lease",
    make(pathOf("coordination.k8s.io/v1", "leases", "checkout"), {
      apiVersion: "coordination.k8s.io/v1",
      kind: "Lease",
      metadata: { name: "attempt" },
    }),
  ],
  [
    "viewer of checkout",
    "asks what others may do",
    make(pathOf("authorization.k8s.io/v1", "subjectaccessreviews"), {
      apiVersion: "authorization.k8s.io/v1",
      kind: "SubjectAccessReview",
      spec: { ...review, user: "oidc:platform-admin" },
    }),
  ],
  [
    "delegate of checkout",
    "asks what others may do in the cluster",
    make(pathOf("authorization.k8s.io/v1", "subjectaccessreviews"), {
      apiVersion: "authorization.k8s.io/v1",
      kind: "SubjectAccessReview",
      spec: { ...review, user: "oidc:platform-admin" },
    }),
  ],
  [
    "workload of checkout/checkoutservice",
    "asks whose a stolen token is",
    make(pathOf("authentication.k8s.io/v1", "tokenreviews"), {
      apiVersion: "authentication.k8s.io/v1",
      kind: "TokenReview",
      spec: { token: "stolen" },
    }),
  ],
];

const daily: readonly Case[] = [
  [
    "developer of checkout",
    "asks what it may do itself",
    make(pathOf("authorization.k8s.io/v1", "selfsubjectaccessreviews"), {
      apiVersion: "authorization.k8s.io/v1",
      kind: "SelfSubjectAccessReview",
      spec: review,
    }),
  ],
  [
    "viewer of checkout",
    "asks for all its rights in a namespace",
    make(pathOf("authorization.k8s.io/v1", "selfsubjectrulesreviews"), {
      apiVersion: "authorization.k8s.io/v1",
      kind: "SelfSubjectRulesReview",
      spec: { namespace: "checkout" },
    }),
  ],
  [
    "stranger",
    "asks who it is",
    make(pathOf("authentication.k8s.io/v1", "selfsubjectreviews"), {
      apiVersion: "authentication.k8s.io/v1",
      kind: "SelfSubjectReview",
    }),
  ],
  ["viewer of checkout", "reads its own Namespace", read("/api/v1/namespaces/checkout")],
  ["viewer of payments", "lists its pods", read(pathOf("v1", "pods", "payments"))],
  ["developer of checkout", "lists its Secrets", read(pathOf("v1", "secrets", "checkout"))],
  [
    "operator of payments",
    "reads its default-deny",
    read(pathOf("networking.k8s.io/v1", "networkpolicies", "payments", "default-deny")),
  ],
  ["platform", "lists the nodes", read("/api/v1/nodes")],
  ["platform", "lists the Secrets of all namespaces", read("/api/v1/secrets")],
];

/** What a role doesn't hold inside its own namespace, and what everybody may ask. */
export const personaRights: readonly Attempt[] = [
  ...refusedBy("rbac", beyondTheRole, {
    why: "Each role names what it may do, and no wildcard.",
    serves: ["B7", "4.1.3", "4.1.12", "NSA-AUTH-04"],
  }),
  ...admitted(daily, {
    why: "This is needed for daily work, and tells nobody what isn't his.",
    serves: ["B7", "NSA-AUTH-04"],
  }),
];
