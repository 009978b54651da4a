import type { KeyRefs } from "../contract/key-ref.ts";
import type { Lifecycle } from "../contract/lifecycle.ts";
import type { EgressMode } from "../contract/network-ref.ts";

export interface ClusterNetworkArgs {
  /** The VPC's private IPv4 range, a /16 to a /22, for example `10.64.0.0/16`. A change replaces the VPC. */
  readonly cidr: string;
  /**
   * How traffic may leave the VPC. With `none`, nodes reach AWS by interface endpoints in each zone.
   *
   * @default "none"
   */
  readonly egress?: EgressMode;
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
  /** @default "protected" */
  readonly lifecycle?: Lifecycle;
}
