import { cis, mitre, nsa, requirement } from "../../../controls/ids.ts";
import type { Attempt } from "../support/attempt.ts";
import { podNamed } from "../support/kinds.ts";
import { make, mergePatch, pathOf, read, remove } from "../support/requests.ts";
import { nodeName } from "../support/scene.ts";
import { table } from "../support/tables.ts";

const configMap = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "attempt" } };

/** Objects of other tenants and of the cluster. */
export const attempts: readonly Attempt[] = [
  ...table(
    {
      expect: "refused",
      by: "rbac",
      why: "Each tenant has rights only in its own namespace.",
      serves: [...requirement("A8", "B7"), ...cis("4.5.1"), ...nsa("NSA-AUTH-03")],
    },
    [
      {
        as: "developer of checkout",
        name: "lists another tenant's Secrets",
        does: read(pathOf("v1", "secrets", "payments")),
      },
      {
        as: "operator of checkout",
        name: "reads one of another tenant's Secrets",
        does: read(pathOf("v1", "secrets", "payments", "card-keys")),
      },
      {
        as: "developer of checkout",
        name: "lists another tenant's pods",
        does: read(pathOf("v1", "pods", "payments")),
      },
      {
        as: "viewer of checkout",
        name: "watches another tenant's ConfigMaps",
        does: read(`${pathOf("v1", "configmaps", "payments")}?watch=1`),
      },
      {
        as: "operator of payments",
        name: "reads another tenant's logs",
        does: read(pathOf("v1", "pods", "checkout", "any/log")),
      },
      {
        as: "developer of checkout",
        name: "writes a ConfigMap into another tenant",
        does: make(pathOf("v1", "configmaps", "payments"), configMap),
      },
      {
        as: "developer of storefront",
        name: "scales another tenant's Deployment to zero",
        does: mergePatch(pathOf("apps/v1", "deployments", "checkout", "any/scale"), {
          spec: { replicas: 0 },
        }),
      },
      {
        as: "operator of cart",
        name: "deletes all of another tenant's pods",
        does: remove(pathOf("v1", "pods", "checkout")),
      },
      {
        as: "developer of catalog",
        name: "runs a pod among another tenant's",
        does: make(pathOf("v1", "pods", "payments"), podNamed("attempt", "payments")),
      },
      {
        as: "workload of storefront/frontend",
        name: "lists another tenant's Services",
        does: read(pathOf("v1", "services", "payments")),
      },
      {
        as: "workload of checkout/checkoutservice",
        name: "lists its namespace's Secrets",
        does: read(pathOf("v1", "secrets", "checkout")),
      },
      {
        as: "workload of payments/paymentservice",
        name: "runs a pod in its own namespace",
        does: make(pathOf("v1", "pods", "payments"), podNamed("attempt", "payments")),
      },
      { as: "stranger", name: "lists a tenant's pods", does: read(pathOf("v1", "pods", "checkout")) },
      {
        as: "delegate of checkout",
        name: "reads another tenant's Secrets",
        does: read(pathOf("v1", "secrets", "payments")),
      },
      {
        as: "namespace admin of payments",
        name: "reads the system's Secrets",
        does: read(pathOf("v1", "secrets", "kube-system")),
      },
      {
        as: "delegate of checkout",
        name: "deletes another tenant's default-deny",
        does: remove(pathOf("networking.k8s.io/v1", "networkpolicies", "payments", "default-deny")),
      },
    ],
  ),
  ...table(
    {
      expect: "refused",
      by: "rbac",
      why: "Only the platform has rights on the cluster's own objects.",
      serves: [...requirement("B7"), ...cis("4.1.10"), ...mitre("T1613")],
    },
    [
      {
        as: "developer of checkout",
        name: "lists the Secrets of all namespaces",
        does: read("/api/v1/secrets"),
      },
      { as: "operator of checkout", name: "lists the pods of all namespaces", does: read("/api/v1/pods") },
      {
        as: "delegate of checkout",
        name: "lists the ConfigMaps of all namespaces",
        does: read("/api/v1/configmaps"),
      },
      { as: "viewer of checkout", name: "lists the namespaces", does: read("/api/v1/namespaces") },
      {
        as: "developer of checkout",
        name: "reads another tenant's Namespace",
        does: read("/api/v1/namespaces/payments"),
      },
      { as: "developer of checkout", name: "lists the nodes", does: read("/api/v1/nodes") },
      {
        as: "operator of payments",
        name: "cordons a node",
        does: mergePatch(`/api/v1/nodes/${nodeName}`, { spec: { unschedulable: true } }),
      },
      {
        as: "operator of checkout",
        name: "runs a command on a node through nodes/proxy",
        does: read(`/api/v1/nodes/${nodeName}/proxy/run/kube-system/aws-node/aws-node?cmd=id`),
      },
      {
        as: "developer of checkout",
        name: "reads a kubelet's statistics",
        does: read(`/api/v1/nodes/${nodeName}/proxy/stats/summary`),
      },
      {
        as: "delegate of checkout",
        name: "reads a node's logs",
        does: read(`/api/v1/nodes/${nodeName}/proxy/logs/messages`),
      },
      {
        as: "developer of checkout",
        name: "lists PersistentVolumes",
        does: read("/api/v1/persistentvolumes"),
      },
      {
        as: "developer of checkout",
        name: "lists the cluster-wide role bindings",
        does: read(pathOf("rbac.authorization.k8s.io/v1", "clusterrolebindings")),
      },
      {
        as: "workload of checkout/checkoutservice",
        name: "lists the admission policies",
        does: read(pathOf("admissionregistration.k8s.io/v1", "validatingadmissionpolicies")),
      },
      {
        as: "developer of checkout",
        name: "lists the custom resource definitions",
        does: read(pathOf("apiextensions.k8s.io/v1", "customresourcedefinitions")),
      },
      { as: "operator of checkout", name: "reads the API server's metrics", does: read("/metrics") },
      { as: "operator of checkout", name: "reads the API server's profile", does: read("/debug/pprof/heap") },
      {
        as: "developer of checkout",
        name: "reads the controllers' leader leases",
        does: read(pathOf("coordination.k8s.io/v1", "leases", "kube-system")),
      },
      {
        as: "developer of checkout",
        name: "reads the system's ConfigMaps",
        does: read(pathOf("v1", "configmaps", "kube-system")),
      },
    ],
  ),
];
