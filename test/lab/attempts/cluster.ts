import type { Attempt } from "../support/attempt.ts";
import { type Case, refusedBy } from "../support/cases.ts";
import { madeInCluster, mergePatch, pathOf } from "../support/requests.ts";

const ofTheCluster: readonly Case[] = [
  [
    "developer of checkout",
    "defines a kind of its own",
    madeInCluster("apiextensions.k8s.io/v1", "CustomResourceDefinition", "customresourcedefinitions"),
  ],
  [
    "operator of checkout",
    "changes the schema of the network policy controller's kind",
    mergePatch(
      pathOf(
        "apiextensions.k8s.io/v1",
        "customresourcedefinitions",
        undefined,
        "policyendpoints.networking.k8s.aws",
      ),
      { spec: { scope: "Cluster" } },
    ),
  ],
  [
    "delegate of checkout",
    "serves part of the API itself",
    madeInCluster("apiregistration.k8s.io/v1", "APIService", "apiservices"),
  ],
  [
    "developer of checkout",
    "gives its requests precedence over the system's",
    madeInCluster("flowcontrol.apiserver.k8s.io/v1", "FlowSchema", "flowschemas"),
  ],
  [
    "operator of payments",
    "gives itself seats of the API server that nobody else has",
    madeInCluster(
      "flowcontrol.apiserver.k8s.io/v1",
      "PriorityLevelConfiguration",
      "prioritylevelconfigurations",
    ),
  ],
  [
    "developer of checkout",
    "makes a priority that evicts everybody's pods",
    madeInCluster("scheduling.k8s.io/v1", "PriorityClass", "priorityclasses", { value: 1_000_000_000 }),
  ],
  [
    "delegate of checkout",
    "names a runtime without a sandbox",
    madeInCluster("node.k8s.io/v1", "RuntimeClass", "runtimeclasses", { handler: "runc" }),
  ],
  [
    "developer of checkout",
    "makes a storage class without encryption",
    madeInCluster("storage.k8s.io/v1", "StorageClass", "storageclasses", { provisioner: "ebs.csi.aws.com" }),
  ],
  [
    "operator of checkout",
    "takes the encryption off the storage class by making another the default",
    mergePatch(pathOf("storage.k8s.io/v1", "storageclasses", undefined, "gp3"), {
      metadata: { annotations: { "storageclass.kubernetes.io/is-default-class": "false" } },
    }),
  ],
  [
    "developer of storefront",
    "makes an ingress class whose controller is its own",
    madeInCluster("networking.k8s.io/v1", "IngressClass", "ingressclasses", {
      spec: { controller: "evil.example/ingress" },
    }),
  ],
  [
    "delegate of storefront",
    "makes a Gateway class whose controller is its own",
    madeInCluster("gateway.networking.k8s.io/v1", "GatewayClass", "gatewayclasses", {
      spec: { controllerName: "evil.example/gateway" },
    }),
  ],
  [
    "developer of checkout",
    "offers a directory of the node as a volume",
    madeInCluster("v1", "PersistentVolume", "persistentvolumes", { spec: { hostPath: { path: "/" } } }),
  ],
  [
    "delegate of checkout",
    "offers another tenant's disk as a volume",
    madeInCluster("v1", "PersistentVolume", "persistentvolumes", {
      spec: { csi: { driver: "ebs.csi.aws.com", volumeHandle: "vol-0" } },
    }),
  ],
  [
    "operator of checkout",
    "attaches a volume to a node",
    madeInCluster("storage.k8s.io/v1", "VolumeAttachment", "volumeattachments"),
  ],
  [
    "delegate of checkout",
    "registers a storage driver",
    madeInCluster("storage.k8s.io/v1", "CSIDriver", "csidrivers"),
  ],
  [
    "developer of checkout",
    "adds to the certificates that workloads trust",
    madeInCluster("certificates.k8s.io/v1", "ClusterTrustBundle", "clustertrustbundles"),
  ],
  ["operator of checkout", "joins a node of its own", madeInCluster("v1", "Node", "nodes")],
  [
    "delegate of checkout",
    "reserves addresses for Services",
    madeInCluster("networking.k8s.io/v1", "IPAddress", "ipaddresses"),
  ],
  [
    "delegate of payments",
    "adds addresses to the cluster's Services",
    madeInCluster("networking.k8s.io/v1", "ServiceCIDR", "servicecidrs"),
  ],
];

/** Kinds, classes, volumes and fairness of the whole cluster. */
export const clusterObjects: readonly Attempt[] = refusedBy("rbac", ofTheCluster, {
  why: "What belongs to the cluster reaches into every namespace.",
  serves: ["B7", "4.1.9", "V-242435"],
});
