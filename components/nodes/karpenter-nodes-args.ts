import type { ComplianceClass } from "../contract/classes.ts";
import type { ClusterRef } from "../contract/cluster-ref.ts";
import type { Architecture } from "./ami-type.ts";
import type { CapacityType, NodesRef } from "./node-pool-args.ts";
import type { PoolTaint } from "./pool-taint.ts";

/** The nodes that Karpenter may start for the pods of one class. */
export interface KarpenterPool {
  /** The class whose pods run here. A pool without a name has the name of its class. @default "standard" */
  readonly class?: ComplianceClass;
  /** A DNS label. It is the name of the NodePool and the EC2NodeClass. @default - the class */
  readonly name?: string;
  /** @default "x86_64" */
  readonly architecture?: Architecture;
  /**
   * EC2 instance types of that architecture. Without a list, Karpenter chooses the cheapest that fits.
   *
   * @default - all of the categories c, m and r from the fifth generation on
   */
  readonly instanceTypes?: readonly [string, ...string[]];
  /** @default ["on-demand"] */
  readonly capacityTypes?: readonly [CapacityType, ...CapacityType[]];
  /** The most cores of all nodes of the pool together, 1 to 100000: the limit of its costs. @default 64 */
  readonly cpuLimit?: number;
  /** The disk for images, logs and pods' ephemeral storage, in GiB: 20 to 16384. @default 50 */
  readonly diskSizeGiB?: number;
  /**
   * The version of Bottlerocket, for example `v1.62.1`. With `latest` Karpenter replaces nodes when AWS publishes a
   * version, a tenth of them at a time. Nodes then stay patched without an update of the stack.
   *
   * @default "latest"
   */
  readonly imageVersion?: string;
  /** How long a node lives, in hours, 24 to 8760. Karpenter then replaces it. @default 336, two weeks */
  readonly expireAfterHours?: number;
  /** Further labels of the nodes. The kubelet can't set those of Kubernetes' own domains. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  /** Taints of the nodes in addition to those of the class. Pods need a toleration that names the key. @default - none */
  readonly taints?: readonly PoolTaint[];
}

export interface KarpenterNodesArgs {
  readonly cluster: ClusterRef;
  readonly nodes: NodesRef;
  /** The pools, at least one. Each has a different name. @default - one of the class `standard` */
  readonly pools?: readonly [KarpenterPool, ...KarpenterPool[]];
  /**
   * Whether Pulumi applies the NodePools and EC2NodeClasses. Karpenter's custom resource definitions must exist then.
   * With `false`, apply `objects` by the tool that installs Karpenter's chart.
   *
   * @default true
   */
  readonly applyObjects?: boolean;
}
