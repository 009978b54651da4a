import type * as pulumi from "@pulumi/pulumi";
import type { AdmissionArgs } from "../admission/admission-policies-args.ts";
import type { RetentionDays } from "../audit/retention.ts";
import type { ComplianceClass } from "../contract/classes.ts";
import type { KeyRefs } from "../contract/key-ref.ts";
import type { Lifecycle } from "../contract/lifecycle.ts";
import type { NetworkRef } from "../contract/network-ref.ts";
import type { Waiver } from "../contract/waiver.ts";
import type { AutoScalingRole } from "../encryption/auto-scaling-role.ts";
import type { NodePoolArgs } from "../nodes/node-pool-args.ts";
import type { ClusterAdmin } from "./access/cluster-admin.ts";
import type { PeopleArgs } from "./access/identity-provider.ts";
import type { ApiAccess, ConnectedNetwork } from "./security-groups/api-access.ts";

export interface HardenedClusterArgs extends AdmissionArgs {
  /**
   * The cluster's name in EKS: part of the contract with whoever refers to it, chosen once.
   *
   * @default - the component's name
   */
  readonly name?: string;
  /** The control plane's minor version, in standard support, as `"1.35"`. */
  readonly kubernetesVersion: string;
  /** Where the cluster lives: a `ClusterNetwork`, or a VPC of one's own. */
  readonly network: NetworkRef;
  /** Who administers the whole cluster. At least one, or nobody could ever enter it. */
  readonly admins: readonly [ClusterAdmin, ...ClusterAdmin[]];
  /**
   * The role that applies Kubernetes objects; whoever runs `pulumi` must be able to assume it. It has to be
   * one of the admins.
   *
   * @default - the identity that runs `pulumi`, which then has to be one of the admins
   */
  readonly deployRole?: pulumi.Input<string>;
  /** How people sign in. @default - only admins can, by their IAM roles */
  readonly people?: PeopleArgs;
  /** Who reaches the API server's private endpoint. @default - its nodes and pods alone */
  readonly apiAccess?: readonly ApiAccess[];
  /**
   * Private networks beyond the VPC that nodes and pods may reach. Which pods do is their flows' to say; the
   * routes are yours to make, in `ClusterNetwork.routeTableIds`.
   *
   * @default - none
   */
  readonly connectedNetworks?: readonly ConnectedNetwork[];
  /** The range of Service addresses, /24 to /12; it can't be changed later. @default "172.20.0.0/16" */
  readonly serviceCidr?: string;
  /** The customer keys of Secrets, logs and disks. @default - keys of its own */
  readonly keys?: KeyRefs;
  /**
   * For keys of its own: whether the account has Auto Scaling's service-linked role already.
   *
   * @default "existing"
   */
  readonly autoScalingRole?: AutoScalingRole;
  /** How long control-plane logs are kept, in days. @default 365 */
  readonly auditRetentionDays?: RetentionDays;
  /** The nodes of the cluster's own add-ons; nothing else lands there. @default - two to four `m6i.large` */
  readonly systemPool?: Pick<NodePoolArgs, "os" | "instanceTypes" | "minSize" | "maxSize" | "diskSizeGiB">;
  /** The classes that get a node pool, so that a namespace of another is an error. @default - not checked */
  readonly nodeClasses?: readonly ComplianceClass[];
  /**
   * Controls loosened on purpose. `eks-supported-version` keeps an existing cluster on a version whose standard
   * support has ended; a rule's id excuses its violations by this cluster in a plan.
   *
   * @default - none
   */
  readonly waivers?: readonly Waiver[];
  /** @default "protected" */
  readonly lifecycle?: Lifecycle;
}
