import type * as pulumi from "@pulumi/pulumi";

/**
 * Where traffic may leave a VPC.
 *
 * - `none`: nowhere. No default route; AWS is reached by VPC endpoints.
 * - `nat`: by NAT gateways.
 */
export type EgressMode = "none" | "nat";

/**
 * What a cluster needs to know of its network: `ClusterNetwork` is one, and an object literal for a VPC of
 * one's own fits as well.
 */
export interface NetworkRef {
  readonly vpcId: pulumi.Input<string>;
  /** The VPC's IPv4 range, known at preview, as `10.64.0.0/16`. */
  readonly cidr: string;
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
   * The managed prefix list of S3 in the region: with egress `none`, nodes reach S3 by its gateway endpoint, and
   * nothing else beyond the VPC. Without it they could pull no image.
   *
   * @default - looked up by its name
   */
  readonly s3PrefixListId?: pulumi.Input<string>;
  /** What must stand before nodes can start: routes and endpoints. */
  readonly ready?: pulumi.Input<pulumi.Resource[]>;
}
