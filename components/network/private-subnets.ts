import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/** A private subnet and its routes. */
export interface PrivateSubnet {
  readonly subnet: aws.ec2.Subnet;
  /** Has only the route of the VPC's own range. Other functions add routes that leave the VPC. */
  readonly routeTable: aws.ec2.RouteTable;
  readonly association: aws.ec2.RouteTableAssociation;
}

/**
 * Creates a subnet without public IPs for each range, each with its own route table.
 *
 * Children have numbers instead of zone names, because zone names differ between regions.
 */
export function createPrivateSubnets(
  name: string,
  args: {
    readonly vpcId: pulumi.Input<string>;
    readonly cidrs: readonly string[];
    /** One zone for each range. */
    readonly zones: readonly pulumi.Input<string>[];
    readonly tags?: Readonly<Record<string, string>>;
    readonly protect: boolean;
  },
  opts: pulumi.CustomResourceOptions,
): PrivateSubnet[] {
  const { vpcId } = args;
  return args.cidrs.map((cidrBlock, index) => {
    const child = `${name}-${index}`;
    const subnet = new aws.ec2.Subnet(
      child,
      {
        vpcId,
        cidrBlock,
        availabilityZone: args.zones[index],
        mapPublicIpOnLaunch: false,
        tags: { Name: child, ...args.tags },
      },
      { ...opts, protect: args.protect },
    );
    const routeTable = new aws.ec2.RouteTable(child, { vpcId, tags: { Name: child } }, opts);
    const association = new aws.ec2.RouteTableAssociation(
      child,
      { subnetId: subnet.id, routeTableId: routeTable.id },
      opts,
    );
    return { subnet, routeTable, association };
  });
}
