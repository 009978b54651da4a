import { type Controls, nsa, requirement } from "../../../controls/ids.ts";
import type { Attempt, Request } from "../support/attempt.ts";
import { create } from "../support/kinds.ts";
import { eitherPolicy } from "../support/layers.ts";
import { madeInCluster, make, mergePatch, pathOf, read, remove } from "../support/requests.ts";
import { table } from "../support/tables.ts";

const configuration = "What configures a controller decides what it does in all namespaces.";
const ofRights: Controls = [...requirement("B7"), ...nsa("NSA-AUTH-04")];

/** Creates a custom resource. RBAC refuses before the API server looks for the kind. */
function custom(group: string, version: string, resource: string, namespace: string): Request {
  return make(`/apis/${group}/${version}/namespaces/${namespace}/${resource}`, {
    apiVersion: `${group}/${version}`,
    kind: "Attempt",
    metadata: { name: "attempt" },
  });
}

/** Attacks on what one software reads: its custom resources, webhooks, Secrets, and directories on the node. */
export const attempts: readonly Attempt[] = table(
  { expect: "refused", why: configuration, serves: ofRights },
  [
    {
      name: "lets External Secrets copy a secret of AWS into its namespace",
      as: "developer of checkout",
      does: custom("external-secrets.io", "v1", "externalsecrets", "checkout"),
      by: "rbac",
    },
    {
      name: "defines a store for External Secrets in all namespaces",
      as: "developer of checkout",
      does: make("/apis/external-secrets.io/v1/clustersecretstores", {
        apiVersion: "external-secrets.io/v1",
        kind: "ClusterSecretStore",
        metadata: { name: "attempt" },
      }),
      by: "rbac",
    },
    {
      name: "mounts the sockets of the providers of secrets",
      as: "developer of checkout",
      does: create("Pod", "checkout", (spec) => {
        spec.volumes = [{ name: "attempt", hostPath: { path: "/var/run/secrets-store-csi-providers" } }];
      }),
      by: "pod-security",
    },
    {
      name: "makes the driver of secrets send it the tokens of all pods",
      as: "developer of checkout",
      does: mergePatch(pathOf("storage.k8s.io/v1", "csidrivers", undefined, "secrets-store.csi.k8s.io"), {
        spec: { tokenRequests: [{ audience: "" }] },
      }),
      by: "rbac",
    },
    {
      name: "defines an Application of Argo CD in the project of the platform",
      as: "developer of checkout",
      does: custom("argoproj.io", "v1alpha1", "applications", "argocd"),
      by: "rbac",
    },
    {
      name: "registers the API server for Argo CD with its own credentials",
      as: "developer of checkout",
      does: make(pathOf("v1", "secrets", "argocd"), {
        apiVersion: "v1",
        kind: "Secret",
        metadata: { name: "attempt", labels: { "argocd.argoproj.io/secret-type": "cluster" } },
      }),
      by: "rbac",
    },
    {
      name: "defines a Kustomization for Flux in the namespace of the platform",
      as: "developer of checkout",
      does: custom("kustomize.toolkit.fluxcd.io", "v1", "kustomizations", "flux-system"),
      by: "rbac",
    },
    {
      name: "lets Flux reconcile with the rights of its controller",
      as: "delegate of payments",
      does: make(pathOf("rbac.authorization.k8s.io/v1", "rolebindings", "payments"), {
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: "RoleBinding",
        metadata: { name: "attempt" },
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
        subjects: [{ kind: "ServiceAccount", namespace: "flux-system", name: "helm-controller" }],
      }),
      by: "casemate-role-bindings",
    },
    {
      name: "takes over the API of external metrics from KEDA",
      as: "developer of checkout",
      does: madeInCluster("apiregistration.k8s.io/v1", "APIService", "apiservices"),
      by: "rbac",
    },
    {
      name: "lets KEDA scale a workload by another tenant's Secret",
      as: "developer of checkout",
      does: custom("keda.sh", "v1alpha1", "clustertriggerauthentications", "keda"),
      by: "rbac",
    },
    {
      name: "changes the webhook that puts agents of CloudWatch into pods",
      as: "developer of checkout",
      does: mergePatch(
        pathOf(
          "admissionregistration.k8s.io/v1",
          "mutatingwebhookconfigurations",
          undefined,
          "amazon-cloudwatch-observability-mutating-webhook-configuration",
        ),
        { webhooks: [] },
      ),
      by: "rbac",
    },
    {
      name: "makes Prometheus scrape all namespaces",
      as: "developer of checkout",
      does: custom("monitoring.coreos.com", "v1", "servicemonitors", "monitoring"),
      by: "rbac",
    },
    {
      name: "opens Prometheus to all pods",
      as: "traffic editor",
      does: make(pathOf("networking.k8s.io/v1", "networkpolicies", "monitoring"), {
        apiVersion: "networking.k8s.io/v1",
        kind: "NetworkPolicy",
        metadata: { name: "attempt" },
        spec: { podSelector: {}, policyTypes: ["Ingress"], ingress: [{}] },
      }),
      by: "casemate-platform-writers",
    },
    {
      name: "reads the log files of all containers of the node",
      as: "developer of checkout",
      does: create("Deployment", "checkout", (spec) => {
        spec.volumes = [{ name: "attempt", hostPath: { path: "/var/log/containers" } }];
      }),
      by: eitherPolicy,
    },
    {
      name: "sends the logs of all containers elsewhere",
      as: "developer of checkout",
      does: mergePatch(pathOf("v1", "configmaps", "logging", "fluent-bit"), { data: {} }),
      by: "rbac",
    },
    {
      name: "claims a snapshot of another tenant's volume",
      as: "developer of checkout",
      does: make("/apis/snapshot.storage.k8s.io/v1/volumesnapshotcontents", {
        apiVersion: "snapshot.storage.k8s.io/v1",
        kind: "VolumeSnapshotContent",
        metadata: { name: "attempt" },
      }),
      by: "rbac",
    },
    {
      name: "restores a backup of all namespaces",
      as: "developer of checkout",
      does: custom("velero.io", "v1", "restores", "velero"),
      by: "rbac",
    },
    {
      name: "reads where backups are, and the credentials for them",
      as: "developer of checkout",
      does: read("/apis/velero.io/v1/namespaces/velero/backupstoragelocations"),
      by: "rbac",
    },
    {
      name: "removes GuardDuty's agent from the nodes",
      as: "developer of checkout",
      does: remove(pathOf("apps/v1", "daemonsets", "amazon-guardduty", "aws-guardduty-agent")),
      by: "rbac",
    },
  ],
);
