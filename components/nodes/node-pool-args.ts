import type * as pulumi from "@pulumi/pulumi";
import type { ClusterRef } from "../contract/cluster-ref.ts";
import type { NodeClass } from "../contract/node-taints.ts";
import type { NodeSettings } from "./node-settings.ts";
import type { PoolTaint } from "./pool-taint.ts";
import type { NodeOs } from "./user-data.ts";

/** What a pool needs of its cluster's network and keys: `HardenedCluster.nodes`, or an object literal. */
export interface NodesRef {
  /** The ids of private subnets, in at least two zones. */
  readonly subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /** The ids of every node's security groups. They must allow 10250 from the control plane and 443 to it. */
  readonly securityGroupIds: pulumi.Input<pulumi.Input<string>[]>;
  /** The ARN of the customer key of the nodes' disks. Auto Scaling's service-linked role must have the right to use it. */
  readonly diskKeyArn: pulumi.Input<string>;
  /** Settings of each node of the cluster: proxy, certificates, tags. @default - none */
  readonly settings?: NodeSettings;
  /** Resources that nodes need to start: endpoints, and the VPC CNI with its policies. */
  readonly ready?: pulumi.Input<pulumi.Resource[]>;
}

export interface NodePoolArgs {
  readonly cluster: Pick<ClusterRef, "clusterName" | "kubernetesVersion" | "serviceCidr"> &
    Partial<Pick<ClusterRef, "vpcCidr" | "additionalCidrs" | "permissionsBoundary">>;
  readonly nodes: NodesRef;
  /** The class whose pods run here. If the class has own nodes, other pods can't run on them. @default "standard" */
  readonly class?: NodeClass;
  /** @default "bottlerocket" */
  readonly os?: NodeOs;
  /**
   * EC2 instance types of one architecture. With several, a shortage of one type matters less. Types with NVIDIA GPUs
   * get an image with the driver. Types with AWS Inferentia or Trainium need `os: "al2023"`. A change replaces the
   * pool's nodes: a new group starts with as many nodes as run, then the old one is drained.
   *
   * @default ["m6i.large"]
   */
  readonly instanceTypes?: readonly [string, ...string[]];
  /**
   * How EC2 sells the nodes. EC2 stops `spot` nodes at two minutes' notice; name several instance types. A change
   * replaces the pool's nodes.
   *
   * @default "on-demand"
   */
  readonly capacityType?: CapacityType;
  /** The smallest number of nodes, 1 to 450. A change keeps the running nodes that fit. @default 2 */
  readonly minSize?: number;
  /** The largest number of nodes, from `minSize` to 450. @default - twice `minSize` */
  readonly maxSize?: number;
  /**
   * The minor version of the nodes, at most three older than the control plane's. Keep an earlier one to upgrade the
   * control plane first. EKS can't take nodes back in place: docs/runbooks/upgrade-kubernetes.md.
   *
   * @default - the cluster's
   */
  readonly kubernetesVersion?: string;
  /**
   * The release of the node's image, for example `1.52.0-7f1c4a3e` of Bottlerocket or `1.35.0-20261113` of AL2023. A
   * new release replaces the nodes one after the other: docs/runbooks/patch-nodes.md.
   *
   * @default - the latest at the time of creation and of each new Kubernetes version
   */
  readonly releaseVersion?: string;
  /** How many nodes an update may take away together. @default { maxUnavailable: 1 } */
  readonly updateConfig?: UpdateConfig;
  /**
   * An update also stops pods that a disruption budget keeps. Without it, EKS gives up after 15 minutes, and the update
   * fails.
   *
   * @default false
   */
  readonly forceUpdateVersion?: boolean;
  /** The disk for images, logs and pods' ephemeral storage, in GiB: 20 to 16384. @default 50 */
  readonly diskSizeGiB?: number;
  /** Further labels of the nodes. The kubelet can't set those of Kubernetes' own domains. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * Taints of the nodes in addition to those of the class. The kubelet registers its node with them, so that no pod
   * starts on a fresh node before. Pods need a toleration that names the key.
   *
   * @default - none
   */
  readonly taints?: readonly PoolTaint[];
  /**
   * Tags of the node group, and of its instances, volumes and network interfaces. They win over those of the cluster's
   * `nodeSettings` and of the AWS provider.
   *
   * @default - those of the cluster and of the provider
   */
  readonly tags?: Readonly<Record<string, string>>;
}

/** How EC2 sells a node. */
export type CapacityType = "on-demand" | "spot";

/** How many nodes an update may take away together: a number from 1 to 100, or a percentage. */
export type UpdateConfig =
  | { readonly maxUnavailable: number }
  | { readonly maxUnavailablePercentage: number };

/** The fields of a pool that the cluster's system pool has. */
export type SystemPoolArgs = Pick<
  NodePoolArgs,
  | "os"
  | "instanceTypes"
  | "minSize"
  | "maxSize"
  | "kubernetesVersion"
  | "releaseVersion"
  | "updateConfig"
  | "forceUpdateVersion"
  | "diskSizeGiB"
  | "labels"
  | "tags"
>;
