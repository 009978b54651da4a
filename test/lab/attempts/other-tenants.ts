import type { Attempt } from "../support/attempt.ts";
import { type Case, refusedBy } from "../support/cases.ts";
import { podNamed } from "../support/kinds.ts";
import { make, mergePatch, pathOf, read, remove } from "../support/requests.ts";
import { nodeName } from "../support/scene.ts";

const configMap = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "attempt" } };

const otherTenants: readonly Case[] = [
  ["developer of checkout", "lists another tenant's Secrets", read(pathOf("v1", "secrets", "payments"))],
  [
    "operator of checkout",
    "reads one of another tenant's Secrets",
    read(pathOf("v1", "secrets", "payments", "card-keys")),
  ],
  ["developer of checkout", "lists another tenant's pods", read(pathOf("v1", "pods", "payments"))],
  [
    "viewer of checkout",
    "watches another tenant's ConfigMaps",
    read(`${pathOf("v1", "configmaps", "payments")}?watch=1`),
  ],
  ["operator of payments", "reads another tenant's logs", read(pathOf("v1", "pods", "checkout", "any/log"))],
  [
    "developer of checkout",
    "writes a ConfigMap into another tenant",
    make(pathOf("v1", "configmaps", "payments"), configMap),
  ],
  [
    "developer of storefront",
    "scales another tenant's Deployment to nothing",
    mergePatch(pathOf("apps/v1", "deployments", "checkout", "any/scale"), { spec: { replicas: 0 } }),
  ],
  ["operator of cart", "deletes all of another tenant's pods", remove(pathOf("v1", "pods", "checkout"))],
  [
    "developer of catalog",
    "runs a pod among another tenant's",
    make(pathOf("v1", "pods", "payments"), podNamed("attempt", "payments")),
  ],
  [
    "workload of storefront/frontend",
    "lists another tenant's Services",
    read(pathOf("v1", "services", "payments")),
  ],
  [
    "workload of checkout/checkoutservice",
    "lists the Secrets of its own namespace",
    read(pathOf("v1", "secrets", "checkout")),
  ],
  [
    "workload of payments/paymentservice",
    "runs a pod in its own namespace",
    make(pathOf("v1", "pods", "payments"), podNamed("attempt", "payments")),
  ],
  ["stranger", "lists a tenant's pods", read(pathOf("v1", "pods", "checkout"))],
  ["delegate of checkout", "reads another tenant's Secrets", read(pathOf("v1", "secrets", "payments"))],
  ["namespace admin of payments", "reads the system's Secrets", read(pathOf("v1", "secrets", "kube-system"))],
  [
    "delegate of checkout",
    "deletes another tenant's default-deny",
    remove(pathOf("networking.k8s.io/v1", "networkpolicies", "payments", "default-deny")),
  ],
];

const cluster: readonly Case[] = [
  ["developer of checkout", "lists the Secrets of all namespaces", read("/api/v1/secrets")],
  ["operator of checkout", "lists the pods of all namespaces", read("/api/v1/pods")],
  ["delegate of checkout", "lists the ConfigMaps of all namespaces", read("/api/v1/configmaps")],
  ["viewer of checkout", "lists the namespaces", read("/api/v1/namespaces")],
  ["developer of checkout", "reads another tenant's Namespace", read("/api/v1/namespaces/payments")],
  ["developer of checkout", "lists the nodes", read("/api/v1/nodes")],
  [
    "operator of payments",
    "drains a node of its pods by cordoning it",
    mergePatch(`/api/v1/nodes/${nodeName}`, { spec: { unschedulable: true } }),
  ],
  [
    "operator of checkout",
    "runs a command on a node through nodes/proxy",
    read(`/api/v1/nodes/${nodeName}/proxy/run/kube-system/aws-node/aws-node?cmd=id`),
  ],
  [
    "developer of checkout",
    "reads a kubelet's statistics",
    read(`/api/v1/nodes/${nodeName}/proxy/stats/summary`),
  ],
  ["delegate of checkout", "reads a node's logs", read(`/api/v1/nodes/${nodeName}/proxy/logs/messages`)],
  ["developer of checkout", "lists PersistentVolumes", read("/api/v1/persistentvolumes")],
  [
    "developer of checkout",
    "lists who has cluster-wide rights",
    read(pathOf("rbac.authorization.k8s.io/v1", "clusterrolebindings")),
  ],
  [
    "workload of checkout/checkoutservice",
    "lists the admission policies",
    read(pathOf("admissionregistration.k8s.io/v1", "validatingadmissionpolicies")),
  ],
  [
    "developer of checkout",
    "lists the custom resource definitions",
    read(pathOf("apiextensions.k8s.io/v1", "customresourcedefinitions")),
  ],
  ["operator of checkout", "reads the API server's metrics", read("/metrics")],
  ["operator of checkout", "reads the API server's profile", read("/debug/pprof/heap")],
  [
    "developer of checkout",
    "reads the controllers' leader leases",
    read(pathOf("coordination.k8s.io/v1", "leases", "kube-system")),
  ],
  ["developer of checkout", "reads the system's ConfigMaps", read(pathOf("v1", "configmaps", "kube-system"))],
];

/** What lies outside the own namespace: other tenants' things, and the cluster's. */
export const otherTenantsThings: readonly Attempt[] = [
  ...refusedBy("rbac", otherTenants, {
    why: "Each tenant has rights in its own namespace alone.",
    serves: ["A8", "B7", "4.5.1", "NSA-AUTH-03"],
  }),
  ...refusedBy("rbac", cluster, {
    why: "The cluster's own things are the platform's.",
    serves: ["B7", "4.1.10", "T1613"],
  }),
];
