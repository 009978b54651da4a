import { nsa, requirement } from "../../../controls/ids.ts";
import type { Attempt } from "../support/attempt.ts";
import { collection, workload } from "../support/kinds.ts";
import { type ApiVersion, make, makeForReal, mergePatch, pathOf, read, remove } from "../support/requests.ts";
import { table } from "../support/tables.ts";

const replicaSets = collection("ReplicaSet", "checkout");
/** Like what `kubectl delete --cascade=orphan` leaves. */
const orphan = (name: string) => ({
  as: "gitops" as const,
  ...makeForReal(replicaSets, workload("ReplicaSet", "checkout", undefined, name)),
});
const lease = {
  apiVersion: "coordination.k8s.io/v1",
  kind: "Lease",
  metadata: { name: "attempt" },
  spec: { holderIdentity: "me", leaseDurationSeconds: 15 },
};
const review = { resourceAttributes: { verb: "get", resource: "secrets", namespace: "payments" } };

/** Requests of users' daily work. */
const admitted = table(
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
    {
      as: "viewer of checkout",
      name: "lists what `kubectl get all` shows",
      does: [
        ["v1", "pods"],
        ["v1", "replicationcontrollers"],
        ["v1", "services"],
        ["apps/v1", "daemonsets"],
        ["apps/v1", "deployments"],
        ["apps/v1", "replicasets"],
        ["apps/v1", "statefulsets"],
        ["autoscaling/v2", "horizontalpodautoscalers"],
        ["batch/v1", "cronjobs"],
        ["batch/v1", "jobs"],
      ].map(([version, resource]) => read(pathOf(version as ApiVersion, resource as string, "checkout"))),
    },
    {
      as: "developer of checkout",
      name: "lists the classes that it may name",
      does: [
        read(pathOf("storage.k8s.io/v1", "storageclasses")),
        read(pathOf("storage.k8s.io/v1", "volumeattributesclasses")),
        read(pathOf("networking.k8s.io/v1", "ingressclasses")),
        read(pathOf("scheduling.k8s.io/v1", "priorityclasses")),
      ],
    },
    {
      as: "developer of checkout",
      name: "deletes a ReplicaSet that a deleted Deployment left",
      given: [orphan("left-to-delete")],
      does: remove(`${replicaSets}/left-to-delete`),
    },
    {
      as: "developer of checkout",
      name: "scales a ReplicaSet that a deleted Deployment left",
      given: [orphan("left-to-scale")],
      does: mergePatch(`${replicaSets}/left-to-scale/scale`, { spec: { replicas: 0 } }),
    },
    {
      as: "developer of checkout",
      name: "takes a Lease for leader election",
      does: make(pathOf("coordination.k8s.io/v1", "leases", "checkout"), lease),
    },
    { as: "platform", name: "lists the nodes", does: read("/api/v1/nodes") },
    { as: "platform", name: "lists the Secrets of all namespaces", does: read("/api/v1/secrets") },
  ],
);

/** The same rights, beyond what they are for. */
const refused = table(
  {
    expect: "refused",
    by: "rbac",
    why: "The rights are for the own namespace, and for reading.",
    serves: [...requirement("B7"), ...nsa("NSA-AUTH-04")],
  },
  [
    {
      as: "developer of checkout",
      name: "takes a Lease of another tenant",
      does: make(pathOf("coordination.k8s.io/v1", "leases", "payments"), lease),
    },
    {
      as: "developer of checkout",
      name: "takes the Lease of the cluster's controllers",
      does: mergePatch(pathOf("coordination.k8s.io/v1", "leases", "kube-system", "kube-controller-manager"), {
        spec: { holderIdentity: "me" },
      }),
    },
    {
      as: "developer of checkout",
      name: "creates a ReplicaSet without a Deployment",
      does: make(replicaSets, workload("ReplicaSet", "checkout")),
    },
    {
      as: "developer of checkout",
      name: "changes the template of a ReplicaSet that a deleted Deployment left",
      given: [orphan("left-to-change")],
      does: mergePatch(`${replicaSets}/left-to-change`, { spec: { replicas: 0 } }),
    },
    {
      as: "developer of checkout",
      name: "changes the default StorageClass",
      does: mergePatch(pathOf("storage.k8s.io/v1", "storageclasses", undefined, "gp3-encrypted"), {
        metadata: { annotations: { "storageclass.kubernetes.io/is-default-class": "false" } },
      }),
    },
    {
      as: "developer of checkout",
      name: "lists the CSI drivers of the cluster",
      does: read(pathOf("storage.k8s.io/v1", "csidrivers")),
    },
  ],
);

export const attempts: readonly Attempt[] = [...admitted, ...refused];
