import type { KeyRefs } from "../contract/key-ref.ts";
import type { Lifecycle } from "../contract/lifecycle.ts";
import type { EgressMode } from "../contract/network-ref.ts";

export interface ClusterNetworkArgs {
  /** The VPC's IPv4 range, private, a /16 to a /22, as `10.64.0.0/16`. A change would replace the VPC. */
  readonly cidr: string;
  /**
   * Where traffic may leave the VPC. With `none`, AWS is reached by seven interface endpoints in each zone.
   *
   * @default "none"
   */
  readonly egress?: EgressMode;
  /**
   * The availability zones, as `eu-central-1a`. A change would replace subnets.
   *
   * @default - the first three of the region that EKS can use
   */
  readonly zones?: readonly [string, string] | readonly [string, string, string];
  /**
   * The key for flow logs; its policy must serve the log group `flowLogGroupName(name)`.
   *
   * @default - a key of its own
   */
  readonly keys?: Pick<KeyRefs, "logs">;
  /** @default "protected" */
  readonly lifecycle?: Lifecycle;
}
