import { z } from "zod";
import { cidrSchema } from "../shared/input/cidr-schema.ts";
import type { InputProblem } from "../shared/input/input-error.ts";
import { orLater, reference } from "../shared/input/plain-form.ts";
import { listOf, nonBlank, oneOf, optional, strictObject, textLike } from "../shared/input/schemas.ts";
import { resourcesSchema } from "../shared/input/sdk-values.ts";
import { cidrMistake } from "../shared/ipv4.ts";
import type { NetworkRef } from "./network-ref.ts";

/** Where traffic may leave a VPC. */
export const egressSchema = oneOf(["none", "nat"]);

const twoZones = "a list of subnets in at least two zones";
const subnetIds = orLater(
  z
    .array(orLater(textLike(/^subnet-[\w-]+$/, "a subnet's id, such as subnet-0abc")), twoZones)
    .min(2, twoZones),
);

const anIpv4Range = "the VPC's IPv4 range, such as 10.64.0.0/16";

/** The fields of a network. A component has others too. */
export const networkRefShape = {
  vpcId: orLater(textLike(/^vpc-[\w-]+$/, "a VPC's id, such as vpc-0abc")),
  cidr: cidrSchema(anIpv4Range, cidrProblems).describe("The VPC's IPv4 range."),
  additionalCidrs: optional(
    listOf(cidrSchema("an IPv4 range, such as 100.64.0.0/16", cidrProblems), "IPv4 ranges").describe(
      "Further IPv4 ranges of the VPC. Default: none.",
    ),
  ),
  controlPlaneCidrs: optional(
    listOf(cidrSchema("an IPv4 range, such as 10.64.0.0/28", cidrProblems), "IPv4 ranges").describe(
      "The ranges of the control plane's subnets. Default: the VPC's ranges.",
    ),
  ),
  publicLoadBalancerCidrs: optional(
    listOf(cidrSchema("an IPv4 range, such as 10.64.252.0/24", cidrProblems), "IPv4 ranges").describe(
      "The ranges of the subnets of internet-facing load balancers. Default: none.",
    ),
  ),
  internalLoadBalancerCidrs: optional(
    listOf(cidrSchema("an IPv4 range, such as 10.64.248.0/24", cidrProblems), "IPv4 ranges").describe(
      "The ranges of the subnets of internal load balancers. Default: none.",
    ),
  ),
  endpointServices: optional(
    listOf(nonBlank("an AWS service, such as ec2"), "services, such as [ec2, sts]").describe(
      "The AWS services with an endpoint in the VPC. Default: not known, so not checked.",
    ),
  ),
  egress: egressSchema.describe("Where traffic may leave the VPC."),
  privateSubnetIds: subnetIds.describe("Private subnets for nodes, in at least two zones."),
  controlPlaneSubnetIds: optional(
    subnetIds.describe("Subnets for the control plane. Default: the private subnets."),
  ),
  s3PrefixListId: optional(
    orLater(textLike(/^pl-[\w-]+$/, "a prefix list's id, such as pl-0abc")).describe(
      "The prefix list of S3's gateway endpoint. Default: looked up by its name.",
    ),
  ),
  ready: optional(resourcesSchema),
} satisfies Readonly<Record<keyof NetworkRef, z.ZodType>>;

/** Fields of a network that a stack's config doesn't have, and why. */
export const networkRefNotInConfig = {
  ready: "resources of the same program; any other network exists already",
} satisfies Partial<Record<keyof NetworkRef, string>>;

/** A `ClusterNetwork`, or the user's own VPC. */
export const networkRefSchema = reference(strictObject(networkRefShape)) satisfies z.ZodType<NetworkRef>;

function cidrProblems(cidr: string): InputProblem[] {
  const fix = cidrMistake(cidr);
  return fix === undefined ? [] : [{ path: "", received: cidr, allowed: anIpv4Range, fix }];
}
