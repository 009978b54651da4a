import { z } from "zod";
import { logKeyRefSchema } from "../contract/key-ref-schema.ts";
import { lifecycleSchema } from "../contract/lifecycle.ts";
import { egressSchema } from "../contract/network-ref-schema.ts";
import { type InputProblem, under } from "../shared/input/input-error.ts";
import { componentNameSchema } from "../shared/input/names.ts";
import { reporting } from "../shared/input/reporting.ts";
import { schemaProblems } from "../shared/input/schema-problems.ts";
import { optional, strictObject, textLike } from "../shared/input/schemas.ts";
import { vpcCidrSchema } from "./cidr.ts";
import type { ClusterNetworkArgs } from "./cluster-network-args.ts";

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
  egress: optional(egressSchema.describe('How traffic may leave the VPC. Default: "none".')),
  zones: optional(
    zonesSchema
      .readonly()
      .describe("The availability zones. Default: the first three of the region that EKS can use."),
  ),
  keys: optional(
    logKeyRefSchema.describe("The ARN of the key for flow logs. Default: the network creates its own key."),
  ),
  lifecycle: optional(
    lifecycleSchema.describe('Default: "protected". Teardown: "disposable", up, then destroy.'),
  ),
} satisfies Readonly<Record<keyof ClusterNetworkArgs, z.ZodType>>;

export const clusterNetworkSchema = strictObject(clusterNetworkShape) satisfies z.ZodType<ClusterNetworkArgs>;

/** All problems of a network's arguments. */
export function networkProblems(name: string, args: ClusterNetworkArgs): InputProblem[] {
  return [
    ...under("name", schemaProblems(networkNameSchema, name)),
    ...schemaProblems(clusterNetworkSchema, args satisfies z.input<typeof clusterNetworkSchema>),
  ];
}
