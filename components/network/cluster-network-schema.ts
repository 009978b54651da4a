import { z } from "zod";
import { logKeyRefSchema } from "../contract/key-ref-schema.ts";
import { lifecycleSchema } from "../contract/lifecycle.ts";
import { egressSchema } from "../contract/network-ref-schema.ts";
import { permissionsBoundarySchema } from "../contract/permissions-boundary.ts";
import { type InputProblem, under } from "../shared/input/input-error.ts";
import { componentNameSchema } from "../shared/input/names.ts";
import { reporting } from "../shared/input/reporting.ts";
import { schemaProblems } from "../shared/input/schema-problems.ts";
import { listOf, oneOf, optional, strictObject, textLike, trueOrFalse } from "../shared/input/schemas.ts";
import { additionalCidrProblems, mostAdditionalCidrs } from "./additional-cidrs.ts";
import { vpcCidrSchema } from "./cidr.ts";
import type { ClusterNetworkArgs } from "./cluster-network-args.ts";
import { gatewayService } from "./endpoints/additional-endpoints.ts";
import { additionalEndpointsSchema } from "./endpoints/additional-endpoints-schema.ts";
import { loadBalancerProblems } from "./load-balancer-plan.ts";

const zonesAllowed = "the names of two or three availability zones, such as eu-central-1a, each once";
/** Doesn't match local zones such as us-west-2-lax-1a, because EKS can't place its network interfaces there. */
const zone = textLike(/^[a-z]+(-[a-z]+)+-\d[a-z]$/, "an availability zone, such as eu-central-1a");
const zonesSchema = z
  .union([z.tuple([zone, zone]), z.tuple([zone, zone, zone])], zonesAllowed)
  .check(
    reporting((zones) =>
      new Set<string>(zones).size === zones.length
        ? []
        : [{ path: "", received: zones, allowed: zonesAllowed }],
    ),
  );

/** A network's name. Its longest child is an IAM role, whose name has at most 64 characters. Suffixes need 18 of them. */
export const networkNameSchema = componentNameSchema(40);

export const clusterNetworkShape = {
  cidr: vpcCidrSchema.describe("The VPC's IPv4 range, private, /16 to /22."),
  additionalCidrs: optional(
    listOf(vpcCidrSchema, "further ranges of the VPC, such as [100.64.0.0/16]", [
      mostAdditionalCidrs,
      `at most ${mostAdditionalCidrs} further ranges`,
    ]).describe("Further IPv4 ranges of the VPC, for pods, private, /16 to /22. Default: none."),
  ),
  nodesIn: optional(
    oneOf(["primary", "additional"]).describe(
      'Where nodes and pods are: in cidr, or in the first of additionalCidrs. Chosen once. Default: "primary".',
    ),
  ),
  egress: optional(egressSchema.describe('How traffic may leave the VPC. Default: "none".')),
  interfaceEndpoints: optional(
    trueOrFalse.describe(
      "Reach AWS's APIs by endpoints in the VPC. Default: true; false only with egress nat.",
    ),
  ),
  additionalEndpoints: optional(
    additionalEndpointsSchema.describe(
      "AWS services with an endpoint in addition to those of every cluster. Default: none.",
    ),
  ),
  loadBalancers: optional(
    listOf(oneOf(["public", "internal"]), "kinds of load balancers, such as [public, internal]")
      .refine((kinds) => new Set(kinds).size === kinds.length, "each kind once")
      .describe("The kinds of load balancers that have subnets: public, internal. Default: none."),
  ),
  zones: optional(
    zonesSchema
      .readonly()
      .describe("The availability zones. Default: the first three of the region that EKS can use."),
  ),
  keys: optional(
    logKeyRefSchema.describe("The ARN of the key for flow logs. Default: the network creates its own key."),
  ),
  permissionsBoundary: optional(
    permissionsBoundarySchema.describe(
      "The ARN of the IAM policy that limits the role of the flow logs. Default: none.",
    ),
  ),
  lifecycle: optional(
    lifecycleSchema.describe('Default: "protected". Teardown: "disposable", up, then destroy.'),
  ),
} satisfies Readonly<Record<keyof ClusterNetworkArgs, z.ZodType>>;

/** Checks across the fields of a network. */
export const networkChecks = [
  reporting(["cidr", "additionalCidrs"], additionalCidrProblems),
  reporting(["nodesIn", "additionalCidrs"], nodesInProblems),
  reporting(["cidr", "loadBalancers"], loadBalancerProblems),
  reporting(["egress", "interfaceEndpoints", "additionalEndpoints"], endpointProblems),
] as const;

export const clusterNetworkSchema = strictObject(clusterNetworkShape).check(
  ...networkChecks,
) satisfies z.ZodType<ClusterNetworkArgs>;

function nodesInProblems({
  nodesIn,
  additionalCidrs = [],
}: Pick<ClusterNetworkArgs, "nodesIn" | "additionalCidrs">): InputProblem[] {
  return nodesIn === "additional" && additionalCidrs.length === 0
    ? [
        {
          path: "nodesIn",
          received: nodesIn,
          allowed: '"primary", because there are no additionalCidrs',
          fix: "Add the range of nodes and pods to additionalCidrs.",
        },
      ]
    : [];
}

function endpointProblems({
  egress = "none",
  interfaceEndpoints = true,
  additionalEndpoints = [],
}: Pick<ClusterNetworkArgs, "egress" | "interfaceEndpoints" | "additionalEndpoints">): InputProblem[] {
  if (interfaceEndpoints) {
    return [];
  }
  if (egress === "none") {
    const fix = "Without egress, endpoints are the only way to AWS's APIs. Nodes can't join without them.";
    return [{ path: "interfaceEndpoints", received: false, allowed: 'true, with egress "none"', fix }];
  }
  return additionalEndpoints.flatMap(({ service }, index): InputProblem[] =>
    service === gatewayService
      ? []
      : [
          {
            path: `additionalEndpoints[${index}]`,
            received: service,
            allowed: `only ${gatewayService}, with interfaceEndpoints false`,
            fix: "With egress nat, pods reach this service by its public addresses.",
          },
        ],
  );
}

/** All problems of a network's arguments. */
export function networkProblems(name: string, args: ClusterNetworkArgs): InputProblem[] {
  return [
    ...under("name", schemaProblems(networkNameSchema, name)),
    ...schemaProblems(clusterNetworkSchema, args satisfies z.input<typeof clusterNetworkSchema>),
  ];
}
