import { cis, requirement, stig } from "../../../controls/ids.ts";
import type { Attempt } from "../support/attempt.ts";
import { madeInCluster, mergePatch, pathOf } from "../support/requests.ts";
import { table } from "../support/tables.ts";

/** Cluster-scoped objects: kinds, classes, volumes, nodes and API fairness. */
export const attempts: readonly Attempt[] = table(
  {
    expect: "refused",
    by: "rbac",
    why: "A cluster-scoped object has effects in every namespace.",
    serves: [...requirement("B7"), ...cis("4.1.9"), ...stig("V-242435")],
  },
  [
    {
      as: "developer of checkout",
      name: "defines its own kind",
      does: madeInCluster("apiextensions.k8s.io/v1", "CustomResourceDefinition", "customresourcedefinitions"),
    },
    {
      as: "operator of checkout",
      name: "changes the schema of the network policy controller's kind",
      does: mergePatch(
        pathOf(
          "apiextensions.k8s.io/v1",
          "customresourcedefinitions",
          undefined,
          "policyendpoints.networking.k8s.aws",
        ),
        { spec: { scope: "Cluster" } },
      ),
    },
    {
      as: "delegate of checkout",
      name: "serves part of the API with its own server",
      does: madeInCluster("apiregistration.k8s.io/v1", "APIService", "apiservices"),
    },
    {
      as: "developer of checkout",
      name: "gives its requests precedence over the system's",
      does: madeInCluster("flowcontrol.apiserver.k8s.io/v1", "FlowSchema", "flowschemas"),
    },
    {
      as: "operator of payments",
      name: "reserves seats of the API server for itself",
      does: madeInCluster(
        "flowcontrol.apiserver.k8s.io/v1",
        "PriorityLevelConfiguration",
        "prioritylevelconfigurations",
      ),
    },
    {
      as: "developer of checkout",
      name: "creates a priority that evicts all other pods",
      does: madeInCluster("scheduling.k8s.io/v1", "PriorityClass", "priorityclasses", {
        value: 1_000_000_000,
      }),
    },
    {
      as: "delegate of checkout",
      name: "creates a runtime class without a sandbox",
      does: madeInCluster("node.k8s.io/v1", "RuntimeClass", "runtimeclasses", { handler: "runc" }),
    },
    {
      as: "developer of checkout",
      name: "creates a storage class without encryption",
      does: madeInCluster("storage.k8s.io/v1", "StorageClass", "storageclasses", {
        provisioner: "ebs.csi.aws.com",
      }),
    },
    {
      as: "operator of checkout",
      name: "disables encryption by making another storage class the default",
      does: mergePatch(pathOf("storage.k8s.io/v1", "storageclasses", undefined, "gp3"), {
        metadata: { annotations: { "storageclass.kubernetes.io/is-default-class": "false" } },
      }),
    },
    {
      as: "developer of storefront",
      name: "creates an ingress class with its own controller",
      does: madeInCluster("networking.k8s.io/v1", "IngressClass", "ingressclasses", {
        spec: { controller: "evil.example/ingress" },
      }),
    },
    {
      as: "delegate of storefront",
      name: "creates a Gateway class with its own controller",
      does: madeInCluster("gateway.networking.k8s.io/v1", "GatewayClass", "gatewayclasses", {
        spec: { controllerName: "evil.example/gateway" },
      }),
    },
    {
      as: "developer of checkout",
      name: "offers a directory of the node as a volume",
      does: madeInCluster("v1", "PersistentVolume", "persistentvolumes", {
        spec: { hostPath: { path: "/" } },
      }),
    },
    {
      as: "delegate of checkout",
      name: "offers another tenant's disk as a volume",
      does: madeInCluster("v1", "PersistentVolume", "persistentvolumes", {
        spec: { csi: { driver: "ebs.csi.aws.com", volumeHandle: "vol-0" } },
      }),
    },
    {
      as: "operator of checkout",
      name: "attaches a volume to a node",
      does: madeInCluster("storage.k8s.io/v1", "VolumeAttachment", "volumeattachments"),
    },
    {
      as: "delegate of checkout",
      name: "registers a storage driver",
      does: madeInCluster("storage.k8s.io/v1", "CSIDriver", "csidrivers"),
    },
    {
      as: "developer of checkout",
      name: "adds to the certificates that workloads trust",
      does: madeInCluster("certificates.k8s.io/v1", "ClusterTrustBundle", "clustertrustbundles"),
    },
    {
      as: "operator of checkout",
      name: "joins its own node",
      does: madeInCluster("v1", "Node", "nodes"),
    },
    {
      as: "delegate of checkout",
      name: "reserves addresses for Services",
      does: madeInCluster("networking.k8s.io/v1", "IPAddress", "ipaddresses"),
    },
    {
      as: "delegate of payments",
      name: "adds addresses to the cluster's Services",
      does: madeInCluster("networking.k8s.io/v1", "ServiceCIDR", "servicecidrs"),
    },
  ],
);
