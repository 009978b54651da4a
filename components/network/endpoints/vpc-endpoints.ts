import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { EgressMode } from "../../contract/network-ref.ts";
import type { AwsAccount } from "../../shared/aws/account.ts";
import { type AdditionalEndpoint, gatewayService } from "./additional-endpoints.ts";
import { endpointPolicy } from "./endpoint-policies.ts";
import { globalServices, serviceName, serviceRegion } from "./endpoint-services.ts";
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

/** DynamoDB's gateway endpoint, if a network asks for it: a route for nodes and pods. */
export function createDynamoDbEndpoint(
  name: string,
  args: {
    readonly vpcId: pulumi.Input<string>;
    readonly account: pulumi.Output<AwsAccount>;
    readonly routeTableIds: pulumi.Input<string>[];
    readonly additional: readonly AdditionalEndpoint[];
  },
  opts: pulumi.CustomResourceOptions,
): aws.ec2.VpcEndpoint[] {
  const { account, additional } = args;
  if (!additional.some(({ service }) => service === gatewayService)) {
    return [];
  }
  return [
    new aws.ec2.VpcEndpoint(
      `${name}-endpoint-${gatewayService}`,
      {
        vpcId: args.vpcId,
        serviceName: account.apply((awsAccount) => serviceName(gatewayService, awsAccount)),
        vpcEndpointType: "Gateway",
        routeTableIds: args.routeTableIds,
        policy: pulumi.jsonStringify(
          account.apply((awsAccount) => endpointPolicy(gatewayService, awsAccount, additional)),
        ),
        tags: { Name: `${name}-${gatewayService}` },
      },
      opts,
    ),
  ];
}

/**
 * Interface endpoints in the node subnets, for AWS services that nodes, add-ons and pods need.
 *
 * @returns the resources without which nodes can't use them
 */
export function createInterfaceEndpoints(
  name: string,
  args: {
    readonly vpcId: pulumi.Input<string>;
    readonly account: pulumi.Output<AwsAccount>;
    readonly nodes: readonly { readonly subnet: aws.ec2.Subnet }[];
    /** The services: see `interfaceServicesOf`. */
    readonly services: readonly string[];
    /** Entries that add actions or services. */
    readonly additional: readonly AdditionalEndpoint[];
    /** The address ranges of callers, in CIDR notation, by the names of their rules. */
    readonly callers: Readonly<Record<string, string>>;
  },
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const { account, additional, services } = args;
  if (services.length === 0) {
    return [];
  }
  // The group has no egress. The provider deletes AWS's default rule, which allows all egress of a new group
  // (registry docs of aws.ec2.SecurityGroup, "NOTE on Egress rules").
  const group = new aws.ec2.SecurityGroup(
    `${name}-endpoints`,
    { vpcId: args.vpcId, description: "VPC endpoints: HTTPS from nodes and pods" },
    opts,
  );
  const rules = Object.entries(args.callers).map(
    ([caller, cidr]) =>
      new aws.vpc.SecurityGroupIngressRule(
        `${name}-endpoints-${caller}`,
        { securityGroupId: group.id, cidrIpv4: cidr, ipProtocol: "tcp", fromPort: 443, toPort: 443 },
        opts,
      ),
  );
  const endpoints = services.map(
    (service) =>
      new aws.ec2.VpcEndpoint(
        `${name}-endpoint-${service.replaceAll(".", "-")}`,
        {
          vpcId: args.vpcId,
          serviceName: account.apply((awsAccount) => serviceName(service, awsAccount)),
          ...(globalServices.includes(service) && {
            serviceRegion: account.apply((awsAccount) => serviceRegion(service, awsAccount)),
          }),
          vpcEndpointType: "Interface",
          subnetIds: args.nodes.map(({ subnet }) => subnet.id),
          securityGroupIds: [group.id],
          // Without it, clients resolve the public addresses, which they can't reach from here.
          privateDnsEnabled: true,
          policy: pulumi.jsonStringify(
            account.apply((awsAccount) => endpointPolicy(service, awsAccount, additional)),
          ),
          tags: { Name: `${name}-${service}` },
        },
        opts,
      ),
  );
  return [...rules, ...endpoints];
}
