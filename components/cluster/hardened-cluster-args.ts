import type * as pulumi from "@pulumi/pulumi";
import type { AdmissionArgs } from "../admission/admission-policies-args.ts";
import type { RetentionDays } from "../audit/retention.ts";
import type { ComplianceClass } from "../contract/classes.ts";
import type { KeyRefs } from "../contract/key-ref.ts";
import type { Lifecycle } from "../contract/lifecycle.ts";
import type { NetworkRef } from "../contract/network-ref.ts";
import type { Waiver } from "../contract/waiver.ts";
import type { AutoScalingRole } from "../encryption/auto-scaling-role.ts";
import type { SystemPoolArgs } from "../nodes/node-pool-args.ts";
import type { NodeSettings } from "../nodes/node-settings.ts";
import type { ClusterAdmin } from "./access/cluster-admin.ts";
import type { PeopleArgs } from "./access/identity-provider.ts";
import type { ApiAccess, ConnectedNetwork } from "./security-groups/api-access.ts";

export interface HardenedClusterArgs extends AdmissionArgs {
  /**
   * The cluster's name in EKS. Choose it once: other stacks and users refer to it.
   *
   * @default - the component's name
   */
  readonly name?: string;
  /** The control plane's minor version, in standard support, for example `"1.35"`. */
  readonly kubernetesVersion: string;
  /**
   * The minor version of Pod Security that namespaces enforce: the version itself, or the one before it. Keep the
   * earlier one during an upgrade, so that pods can start again while nodes are replaced: docs/runbooks/upgrade-kubernetes.md.
   *
   * @default - `kubernetesVersion`
   */
  readonly podSecurityVersion?: string;
  /** The network of the cluster: a `ClusterNetwork`, or your own VPC. */
  readonly network: NetworkRef;
  /** The administrators of the whole cluster, at least one. Without one, nobody can enter the cluster. */
  readonly admins: readonly [ClusterAdmin, ...ClusterAdmin[]];
  /**
   * The ARN of the role that applies Kubernetes objects. It must be one of the admins, and the identity that runs
   * `pulumi` must have the right to assume it.
   *
   * @default - the identity of the AWS provider, which then must be one of the admins. The kubeconfig acts as it, also
   *   with `aws:profile` or one role in `aws:assumeRoles`.
   */
  readonly deployRole?: pulumi.Input<string>;
  /**
   * The ARNs of IAM roles of pipelines that several stacks of tenants name in `access.deployers`. EKS allows one access
   * entry for each role, so the cluster creates it here, without rights. The tenants give the rights.
   *
   * @default - none: each program creates the entries that its tenants need
   */
  readonly deployerRoles?: readonly string[];
  /** How people sign in. @default - only admins can, by their IAM roles */
  readonly people?: PeopleArgs;
  /** Who reaches the API server's private endpoint. @default - only its nodes and pods */
  readonly apiAccess?: readonly ApiAccess[];
  /**
   * Private networks beyond the VPC that nodes and pods may reach. The flows of tenants decide which pods do. Add the
   * routes yourself, to the tables of `ClusterNetwork.routeTableIds`.
   *
   * @default - none
   */
  readonly connectedNetworks?: readonly ConnectedNetwork[];
  /** The range of Service addresses, /24 to /12; it can't be changed later. @default "172.20.0.0/16" */
  readonly serviceCidr?: string;
  /** The customer keys of Secrets, logs and disks. @default - the cluster creates its own keys */
  readonly keys?: KeyRefs;
  /**
   * If the cluster creates its own keys: whether the account has Auto Scaling's service-linked role already.
   *
   * @default "existing"
   */
  readonly autoScalingRole?: AutoScalingRole;
  /**
   * The ARN of the IAM policy that limits each role of the cluster: control plane, add-ons, nodes and pods. It must allow
   * what these roles need. Without it, the pods of a namespace of class `pci` get a boundary that Casemate creates.
   *
   * @default - none
   */
  readonly permissionsBoundary?: pulumi.Input<string>;
  /** How long control-plane logs are kept, in days. @default 365 */
  readonly auditRetentionDays?: RetentionDays;
  /** The nodes of the cluster's own add-ons, which run no other pods. @default - two to four `m6i.large` */
  readonly systemPool?: SystemPoolArgs;
  /** Settings of each node: proxy, certificates of private authorities, tags. @default - none */
  readonly nodeSettings?: NodeSettings;
  /** The classes that have a node pool. A namespace of another class is then an error. @default - not checked */
  readonly nodeClasses?: readonly ComplianceClass[];
  /**
   * Controls that the cluster may violate until a date. `eks-supported-version` keeps an existing cluster on a
   * version whose standard support has ended. The id of a policy rule excuses violations of this cluster in a plan.
   *
   * @default - none
   */
  readonly waivers?: readonly Waiver[];
  /** @default "protected" */
  readonly lifecycle?: Lifecycle;
}
