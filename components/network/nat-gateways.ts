import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { PrivateSubnet } from "./private-subnets.ts";

/**
 * Creates a NAT gateway in each zone, so that the failure of one zone doesn't affect another. Only the nodes' subnets
 * get default routes, the control plane's subnets don't.
 *
 * The public subnets contain only the gateways. They assign no public IPs, and have no tag by which a load balancer
 * controller would find them.
 *
 * @returns the resources without which nodes can't reach the internet
 */
export function createNatGateways(
  name: string,
  args: {
    readonly vpcId: pulumi.Input<string>;
    readonly internet: aws.ec2.InternetGateway;
    readonly zones: readonly pulumi.Input<string>[];
    /** The ranges of the public subnets, one for each zone. */
    readonly cidrs: readonly string[];
    readonly nodes: readonly PrivateSubnet[];
    /** Further subnets of pods, by their range, each in the zone of the node subnet with the same number. */
    readonly pods: Readonly<Record<string, readonly PrivateSubnet[]>>;
  },
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const { vpcId } = args;
  const { internet } = args;
  const routes = new aws.ec2.RouteTable(`${name}-public`, { vpcId, tags: { Name: `${name}-public` } }, opts);
  const toInternet = new aws.ec2.Route(
    `${name}-public`,
    { routeTableId: routes.id, destinationCidrBlock: "0.0.0.0/0", gatewayId: internet.id },
    opts,
  );
  const zones = args.nodes.flatMap(({ routeTable }, index) => {
    const subnet = new aws.ec2.Subnet(
      `${name}-public-${index}`,
      {
        vpcId,
        availabilityZone: args.zones[index],
        cidrBlock: args.cidrs[index],
        mapPublicIpOnLaunch: false,
        tags: { Name: `${name}-public-${index}` },
      },
      opts,
    );
    const association = new aws.ec2.RouteTableAssociation(
      `${name}-public-${index}`,
      { subnetId: subnet.id, routeTableId: routes.id },
      opts,
    );
    const address = new aws.ec2.Eip(`${name}-nat-${index}`, { domain: "vpc" }, opts);
    const gateway = new aws.ec2.NatGateway(
      `${name}-nat-${index}`,
      {
        subnetId: subnet.id,
        allocationId: address.id,
        connectivityType: "public",
        tags: { Name: `${name}-${index}` },
      },
      { ...opts, dependsOn: [internet] },
    );
    const route = (child: string, table: aws.ec2.RouteTable) =>
      new aws.ec2.Route(
        `${name}-${child}-nat`,
        { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", natGatewayId: gateway.id },
        opts,
      );
    const podRoutes = Object.entries(args.pods).flatMap(([range, subnets]) => {
      const pods = subnets[index];
      return pods === undefined ? [] : [route(`${range}-${index}`, pods.routeTable)];
    });
    return [association, route(`nodes-${index}`, routeTable), ...podRoutes];
  });
  return [toInternet, ...zones];
}
