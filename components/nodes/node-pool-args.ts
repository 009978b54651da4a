import type * as pulumi from "@pulumi/pulumi";
import type { ClusterRef } from "../contract/cluster-ref.ts";
import type { NodeClass } from "../contract/node-taints.ts";
import type { NodeOs } from "./user-data.ts";

/** What a pool needs of its cluster's network and keys: `HardenedCluster.nodes`, or an object literal. */
export interface NodesRef {
  /** The ids of private subnets, in at least two zones. */
  readonly subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /** The ids of every node's security groups. They must allow 10250 from the control plane and 443 to it. */
  readonly securityGroupIds: pulumi.Input<pulumi.Input<string>[]>;
  /** The ARN of the customer key of the nodes' disks. Auto Scaling's service-linked role must have the right to use it. */
  readonly diskKeyArn: pulumi.Input<string>;
  /** Resources that nodes need to start: endpoints, and the VPC CNI with its policies. */
  readonly ready?: pulumi.Input<pulumi.Resource[]>;
}

export interface NodePoolArgs {
  readonly cluster: Pick<ClusterRef, "clusterName" | "kubernetesVersion" | "serviceCidr">;
  readonly nodes: NodesRef;
  /** The class whose pods run here. If the class has own nodes, other pods can't run on them. @default "standard" */
  readonly class?: NodeClass;
  /** @default "bottlerocket" */
  readonly os?: NodeOs;
  /** EC2 instance types of one architecture. With several, a shortage of one type matters less. @default ["m6i.large"] */
  readonly instanceTypes?: readonly [string, ...string[]];
  /** The smallest number of nodes, 1 to 450. @default 2 */
  readonly minSize?: number;
  /** The largest number of nodes, from `minSize` to 450. @default - twice `minSize` */
  readonly maxSize?: number;
  /** The disk for images, logs and pods' ephemeral storage, in GiB: 20 to 16384. @default 50 */
  readonly diskSizeGiB?: number;
  /** Further labels of the nodes. The kubelet can't set those of Kubernetes' own domains. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
}
