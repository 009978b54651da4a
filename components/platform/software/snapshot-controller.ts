import type { SoftwareEntry } from "./software-entry.ts";

/** The CSI snapshot controller: creates snapshots of volumes. */
export const snapshotController: SoftwareEntry = {
  id: "snapshot-controller",
  version: "v8.6.0",
  sources: [
    // The add-on is closed. These are the facts of the upstream manifests from which AWS builds it.
    "https://github.com/kubernetes-csi/external-snapshotter/tree/v8.6.0/deploy/kubernetes/snapshot-controller",
    "https://docs.aws.amazon.com/eks/latest/userguide/csi-snapshot-controller.html",
  ],
  namespace: "snapshot-controller",
  install: { kind: "addon", addon: "snapshot-controller", defaultNamespace: "kube-system" },
  podSecurity: {
    level: "baseline",
    reason: "the manifests set no security context",
  },
  workloads: {
    "snapshot-controller": {
      kind: "Deployment",
      labels: { "app.kubernetes.io/name": "snapshot-controller" },
      serviceAccount: "snapshot-controller",
      kubernetesApi: true,
      privileged: { reason: "its manifest sets no security context" },
      listens: [],
    },
  },
  customResources: ["groupsnapshot.storage.k8s.io", "snapshot.storage.k8s.io"],
  images: ["registry.k8s.io/sig-storage/snapshot-controller"],
  usedBy:
    "A VolumeSnapshot in a tenant's namespace makes a snapshot of a claim of that namespace. A VolumeSnapshotContent has no namespace and may name any snapshot of the account.",
};
