import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { LoadBalancerPlan } from "./load-balancer-plan.ts";
import { createPrivateSubnets } from "./private-subnets.ts";

/** The tag by which load balancer controllers find subnets (EKS user guide, network-load-balancing). */
const tags = {
  public: { "kubernetes.io/role/elb": "1" },
  internal: { "kubernetes.io/role/internal-elb": "1" },
} as const;

/**
 * Creates the subnets of load balancers. Nothing else is in them, so that their ranges identify load balancers.
 *
 * The internet gateway has a route only from the public subnets. Nodes and pods have no route to it: in egress mode
 * `none` they still can't leave the VPC.
 *
 * @returns the resources without which load balancers can't be created
 */
export function createLoadBalancerSubnets(
  name: string,
  args: {
    readonly vpcId: pulumi.Input<string>;
    readonly zones: readonly pulumi.Input<string>[];
    readonly plan: LoadBalancerPlan;
    /** Given if there are public subnets. */
    readonly internet: aws.ec2.InternetGateway | undefined;
    readonly protect: boolean;
  },
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const { vpcId, zones, plan, protect } = args;
  const subnetsOf = (visibility: "public" | "internal") =>
    createPrivateSubnets(
      `${name}-load-balancers-${visibility}`,
      { vpcId, zones, protect, cidrs: plan[visibility] ?? [], tags: tags[visibility] },
      opts,
    );
  const internal = subnetsOf("internal");
  const open = subnetsOf("public");
  const { internet } = args;
  const routes = open.flatMap(({ routeTable }, index) =>
    internet === undefined
      ? []
      : new aws.ec2.Route(
          `${name}-load-balancers-public-${index}`,
          { routeTableId: routeTable.id, destinationCidrBlock: "0.0.0.0/0", gatewayId: internet.id },
          opts,
        ),
  );
  return [...[...internal, ...open].map(({ association }) => association), ...routes];
}

/** One gateway for NAT gateways and public load balancers. */
export function createInternetGateway(
  name: string,
  vpcId: pulumi.Input<string>,
  opts: pulumi.CustomResourceOptions,
): aws.ec2.InternetGateway {
  return new aws.ec2.InternetGateway(`${name}-internet`, { vpcId, tags: { Name: name } }, opts);
}
