import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { planZones, type SubnetPlan } from "./cidr.ts";
import type { ClusterNetworkArgs } from "./cluster-network-args.ts";

/** Subnets of one range, one for each zone. */
export interface SubnetRange {
  /** The part of their names that says which range: `nodes`, `pods-0`. */
  readonly name: string;
  readonly vpcId: pulumi.Input<string>;
  readonly cidrs: readonly string[];
}

/** A range that the VPC has. Subnets that take their VPC from it are created after it. */
interface AssociatedRange {
  readonly cidr: string;
  readonly vpcId: pulumi.Output<string>;
}

/** Adds the further ranges to the VPC. */
export function createRanges(
  name: string,
  { vpcId, cidrs }: { readonly vpcId: pulumi.Input<string>; readonly cidrs: readonly string[] },
  opts: pulumi.CustomResourceOptions,
): AssociatedRange[] {
  return cidrs.map((cidr) => {
    const range = new aws.ec2.VpcIpv4CidrBlockAssociation(
      // Named by its range, so that removing another range doesn't rename it.
      `${name}-range-${dashed(cidr)}`,
      { vpcId, cidrBlock: cidr },
      opts,
    );
    return { cidr, vpcId: range.vpcId };
  });
}

/** Where the subnets of nodes are, and those that only pods use. */
export function rangesOf(
  { nodesIn, zones }: ClusterNetworkArgs,
  args: {
    readonly vpcId: pulumi.Input<string>;
    readonly plan: SubnetPlan;
    readonly ranges: readonly AssociatedRange[];
  },
): readonly [nodes: SubnetRange, pods: readonly SubnetRange[]] {
  const count = zones?.length ?? 3;
  const additional = args.ranges.map(
    ({ cidr, vpcId }): SubnetRange => ({
      name: `pods-${dashed(cidr)}`,
      vpcId,
      cidrs: planZones(cidr, count),
    }),
  );
  const [first, ...others] = additional;
  return nodesIn === "additional" && first !== undefined
    ? [{ ...first, name: "nodes" }, others]
    : [{ name: "nodes", vpcId: args.vpcId, cidrs: args.plan.nodes }, additional];
}

/** The ranges of nodes and pods, by the names of the endpoints' rules. */
export function callersOf(nodes: SubnetRange, pods: readonly SubnetRange[]): Record<string, string> {
  return Object.fromEntries(
    [nodes, ...pods].flatMap(({ name, cidrs }) => cidrs.map((cidr, index) => [`${name}-${index}`, cidr])),
  );
}

/** Resource names have dashes only: `100-64-0-0-16` for `100.64.0.0/16`. */
function dashed(cidr: string): string {
  return cidr.replaceAll(/[./]/g, "-");
}
