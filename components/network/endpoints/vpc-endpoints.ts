import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { EgressMode } from "../../contract/network-ref.ts";
import type { AwsAccount } from "../../shared/aws/account.ts";
import { endpointPolicy } from "./endpoint-policies.ts";
import { interfaceServices, serviceName } from "./endpoint-services.ts";
import { s3EndpointPolicy } from "./s3-endpoint-policy.ts";

/** S3's gateway endpoint: a route for nodes in every egress mode, so that NAT never charges for image layers. */
export function createS3Endpoint(
  name: string,
  args: {
    readonly vpcId: pulumi.Input<string>;
    readonly egress: EgressMode;
    readonly account: pulumi.Output<AwsAccount>;
    readonly routeTableIds: pulumi.Input<string>[];
  },
  opts: pulumi.CustomResourceOptions,
): aws.ec2.VpcEndpoint {
  const { account } = args;
  return new aws.ec2.VpcEndpoint(
    `${name}-endpoint-s3`,
    {
      vpcId: args.vpcId,
      serviceName: account.apply((awsAccount) => serviceName("s3", awsAccount)),
      vpcEndpointType: "Gateway",
      routeTableIds: args.routeTableIds,
      policy: pulumi.jsonStringify(account.apply((awsAccount) => s3EndpointPolicy(args.egress, awsAccount))),
      tags: { Name: `${name}-s3` },
    },
    opts,
  );
}

/**
 * Interface endpoints in the node subnets, for all AWS services that nodes and add-ons need.
 *
 * @returns the resources without which nodes can't use them
 */
export function createInterfaceEndpoints(
  name: string,
  args: {
    readonly vpcId: pulumi.Input<string>;
    readonly account: pulumi.Output<AwsAccount>;
    readonly nodes: readonly { readonly subnet: aws.ec2.Subnet }[];
    /** The address ranges of callers, in CIDR notation. */
    readonly callers: readonly string[];
  },
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const { account } = args;
  // The group has no egress. The provider deletes AWS's default rule, which allows all egress of a new group
  // (registry docs of aws.ec2.SecurityGroup, "NOTE on Egress rules").
  const group = new aws.ec2.SecurityGroup(
    `${name}-endpoints`,
    { vpcId: args.vpcId, description: "VPC endpoints: HTTPS from nodes and pods" },
    opts,
  );
  const rules = args.callers.map(
    (cidr, index) =>
      new aws.vpc.SecurityGroupIngressRule(
        `${name}-endpoints-nodes-${index}`,
        { securityGroupId: group.id, cidrIpv4: cidr, ipProtocol: "tcp", fromPort: 443, toPort: 443 },
        opts,
      ),
  );
  const endpoints = interfaceServices.map(
    (service) =>
      new aws.ec2.VpcEndpoint(
        `${name}-endpoint-${service.replace(".", "-")}`,
        {
          vpcId: args.vpcId,
          serviceName: account.apply((awsAccount) => serviceName(service, awsAccount)),
          vpcEndpointType: "Interface",
          subnetIds: args.nodes.map(({ subnet }) => subnet.id),
          securityGroupIds: [group.id],
          // Without it, clients resolve the public addresses, which they can't reach from here.
          privateDnsEnabled: true,
          policy: pulumi.jsonStringify(account.apply((awsAccount) => endpointPolicy(service, awsAccount))),
          tags: { Name: `${name}-${service}` },
        },
        opts,
      ),
  );
  return [...rules, ...endpoints];
}
