import type * as pulumi from "@pulumi/pulumi";
import type { ClusterRef } from "../contract/cluster-ref.ts";
import type { NodeClass } from "../contract/node-taints.ts";
import type { NodeOs } from "./user-data.ts";

/** Where a cluster's nodes live: `HardenedCluster.nodes` is one, an object literal fits as well. */
export interface NodesRef {
  /** Private subnets, in at least two zones. */
  readonly subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /** The groups on every node; the control plane must reach them on 10250, and they it on 443. */
  readonly securityGroupIds: pulumi.Input<pulumi.Input<string>[]>;
  /** The customer key of the nodes' disks. Auto Scaling's service-linked role must be able to use it. */
  readonly diskKeyArn: pulumi.Input<string>;
  /** What must stand before a node can start: endpoints, and the VPC CNI with its policies. */
  readonly ready?: pulumi.Input<pulumi.Resource[]>;
}

export interface NodePoolArgs {
  readonly cluster: Pick<ClusterRef, "clusterName" | "kubernetesVersion" | "serviceCidr">;
  readonly nodes: NodesRef;
  /** The class whose pods run here. A class with own nodes keeps all others off. @default "standard" */
  readonly class?: NodeClass;
  /** @default "bottlerocket" */
  readonly os?: NodeOs;
  /** Instance types, all of one architecture; several make a shortage of one less likely. @default ["m6i.large"] */
  readonly instanceTypes?: readonly [string, ...string[]];
  /** Nodes at the least, 1 to 450. @default 2 */
  readonly minSize?: number;
  /** Nodes at the most, up to 450. @default - twice `minSize` */
  readonly maxSize?: number;
  /** GiB for images, logs and pods' ephemeral storage, 20 to 16384. @default 50 */
  readonly diskSizeGiB?: number;
  /** Further labels of the nodes. The kubelet can't set those of Kubernetes' own domains. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
}
