import type * as pulumi from "@pulumi/pulumi";

/**
 * Where traffic may leave a VPC.
 *
 * - `none`: nowhere. There is no default route; nodes reach AWS through VPC endpoints.
 * - `nat`: through NAT gateways.
 */
export type EgressMode = "none" | "nat";

/**
 * What a cluster needs to know of its network. A `ClusterNetwork` is one. For your own VPC, give an object literal.
 */
export interface NetworkRef {
  readonly vpcId: pulumi.Input<string>;
  /** The VPC's IPv4 range, known at preview, for example `10.64.0.0/16`. */
  readonly cidr: string;
  /**
   * Further IPv4 ranges of the VPC, for example a range of nodes and pods: `["100.64.0.0/16"]`. The VPC's resolver is
   * at the second address of `cidr`, the primary range.
   *
   * @default - none
   */
  readonly additionalCidrs?: readonly string[];
  /** The ranges of the control plane's subnets, for example `["10.64.0.0/28"]`. @default - the VPC's ranges */
  readonly controlPlaneCidrs?: readonly string[];
  /** The ranges of the subnets of internet-facing load balancers. @default - none: no exposure may be public */
  readonly publicLoadBalancerCidrs?: readonly string[];
  /** The ranges of the subnets of internal load balancers. @default - none: no exposure may be internal */
  readonly internalLoadBalancerCidrs?: readonly string[];
  /**
   * The AWS services with an endpoint in the VPC, for example `["ec2", "sts"]`.
   *
   * @default - not known, so not checked
   */
  readonly endpointServices?: readonly string[];
  /** Where traffic may leave the VPC. */
  readonly egress: EgressMode;
  /** Private subnets for nodes and pods, in at least two zones. */
  readonly privateSubnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * Subnets for the control plane's network interfaces, in at least two zones.
   *
   * @default - `privateSubnetIds`
   */
  readonly controlPlaneSubnetIds?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * The managed prefix list of S3 in the region. With egress `none`, nodes reach S3 through its gateway endpoint, and
   * no other address outside the VPC. Without S3, nodes can't pull images.
   *
   * @default - looked up by its name
   */
  readonly s3PrefixListId?: pulumi.Input<string>;
  /** Resources that must exist before nodes can start: routes and endpoints. */
  readonly ready?: pulumi.Input<pulumi.Resource[]>;
}
