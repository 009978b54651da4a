import type * as pulumi from "@pulumi/pulumi";
import type { Visibility } from "../contract/exposure.ts";
import type { KeyRefs } from "../contract/key-ref.ts";
import type { Lifecycle } from "../contract/lifecycle.ts";
import type { EgressMode } from "../contract/network-ref.ts";
import type { AdditionalEndpoint } from "./endpoints/additional-endpoints.ts";

/** The range of a VPC in which nodes and pods have their addresses. */
export type NodesIn = "primary" | "additional";

export interface ClusterNetworkArgs {
  /** The VPC's private IPv4 range, a /16 to a /22, for example `10.64.0.0/16`. A change replaces the VPC. */
  readonly cidr: string;
  /**
   * Further private IPv4 ranges of the VPC, /16 to /22, at most four, for example `["100.64.0.0/16"]`. Each has a subnet
   * in each zone, from which the VPC CNI gives addresses to pods. Add one if the nodes' subnets run out of addresses.
   *
   * @default - none
   */
  readonly additionalCidrs?: readonly string[];
  /**
   * Where nodes and pods are: in `cidr`, or in the first of `additionalCidrs`. With the latter, `cidr` holds only the
   * control plane. Choose it once: a change replaces subnets.
   *
   * @default "primary"
   */
  readonly nodesIn?: NodesIn;
  /**
   * How traffic may leave the VPC.
   *
   * @default "none"
   */
  readonly egress?: EgressMode;
  /**
   * Whether nodes and pods reach AWS's APIs by interface endpoints in each zone. Their policies allow only callers of
   * the account, and only the actions that a cluster needs. Only with egress `nat` can it be `false`: AWS's APIs are
   * then reached by their public addresses.
   *
   * @default true
   */
  readonly interfaceEndpoints?: boolean;
  /**
   * AWS services with an endpoint in addition to those of every cluster, and further actions for the latter.
   *
   * @default - none
   */
  readonly additionalEndpoints?: readonly AdditionalEndpoint[];
  /**
   * The kinds of load balancers that the network has subnets for, in each zone. Only load balancers are in them. Public
   * ones have a route to an internet gateway, also with egress `none`; nodes and pods have none.
   *
   * @default - none: no tenant may have an exposure
   */
  readonly loadBalancers?: readonly Visibility[];
  /**
   * The names of two or three availability zones, for example `eu-central-1a`. A change replaces subnets.
   *
   * @default - the first three of the region that EKS can use
   */
  readonly zones?: readonly [string, string] | readonly [string, string, string];
  /**
   * The ARN of the key for flow logs. Its policy must allow the log group `flowLogGroupName(name)`.
   *
   * @default - the network creates its own key
   */
  readonly keys?: Pick<KeyRefs, "logs">;
  /** The ARN of the IAM policy that limits the role of the flow logs. @default - none */
  readonly permissionsBoundary?: pulumi.Input<string>;
  /** @default "protected" */
  readonly lifecycle?: Lifecycle;
}
