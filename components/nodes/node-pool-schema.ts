import { z } from "zod";
import { nodeClass } from "../contract/class-schema.ts";
import { nodeClassLabel } from "../contract/classes.ts";
import { joinedClusterSchema } from "../contract/cluster-ref-schema.ts";
import { keyArn } from "../contract/key-ref-schema.ts";
import { type InputProblem, under } from "../shared/input/input-error.ts";
import { componentNameSchema } from "../shared/input/names.ts";
import { orLater, reference } from "../shared/input/plain-form.ts";
import { type Entry, reporting, reportingEntries } from "../shared/input/reporting.ts";
import { schemaProblems } from "../shared/input/schema-problems.ts";
import { nonEmpty, oneOf, optional, strictObject, textLike, wholeNumber } from "../shared/input/schemas.ts";
import { resourcesSchema } from "../shared/input/sdk-values.ts";
import { architectureOf } from "./ami-type.ts";
import type { NodePoolArgs, NodesRef } from "./node-pool-args.ts";

/** EKS' limit of nodes in a managed node group. */
const mostNodes = 450;

/** The name of a pool: room for the suffix that makes the AWS names of it and its role unique, within 63 characters. */
export const nodePoolNameSchema = componentNameSchema(48);

const subnetIds = z.array(
  orLater(textLike(/^subnet-[\w-]+$/, "a subnet's id, such as subnet-0abc")),
  "a list of subnets",
);
const groupIds = z.array(
  orLater(textLike(/^sg-[\w-]+$/, "a security group's id, as sg-0abc")),
  "a list of security groups",
);

const nodesShape = {
  subnetIds: orLater(subnetIds),
  securityGroupIds: orLater(groupIds),
  diskKeyArn: keyArn,
  ready: optional(resourcesSchema),
} satisfies Readonly<Record<keyof NodesRef, z.ZodType>>;

const someTypes = "at least one instance type, as m6i.large";
const instanceType = textLike(/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/, "an EC2 instance type, as m6i.large");
const instanceTypes = nonEmpty(
  z
    .array(instanceType, `a list of ${someTypes}`)
    .min(1, someTypes)
    .check(reportingEntries(architectureProblems)),
);

/** What nodes are, wherever they are. */
const nodeShape = {
  os: optional(oneOf(["bottlerocket", "al2023"]).describe('Default: "bottlerocket".')),
  instanceTypes: optional(
    instanceTypes.describe('EC2 instance types, all of one architecture. Default: ["m6i.large"].'),
  ),
  minSize: optional(wholeNumber(1, mostNodes).describe("Nodes at the least. Default: 2.")),
  maxSize: optional(wholeNumber(1, mostNodes).describe("Nodes at the most. Default: twice minSize.")),
  diskSizeGiB: optional(
    wholeNumber(20, 16_384, " of GiB").describe("For images, logs and ephemeral storage. Default: 50."),
  ),
};

export const nodePoolShape = {
  cluster: joinedClusterSchema,
  nodes: reference(strictObject(nodesShape)),
  class: optional(nodeClass.describe('The class whose pods run here, and no others. Default: "standard".')),
  ...nodeShape,
  labels: optional(
    z
      .record(z.string(), z.string("a text"), "labels, such as { tier: web }")
      .check(reportingEntries(labelProblems))
      .readonly()
      .describe("Further labels of the nodes. Default: none."),
  ),
} satisfies Readonly<Record<keyof NodePoolArgs, z.ZodType>>;

/** Arguments that a stack's config doesn't have, and why. */
export const nodePoolNotInConfig = {
  cluster: "the cluster of the stack",
  nodes: "the cluster's own nodes",
} satisfies Partial<Record<keyof NodePoolArgs, string>>;

/** Checks across the fields of a pool. */
export const nodeCounts = reporting(["minSize", "maxSize"], sizeProblems);

const nodePoolSchema = strictObject(nodePoolShape).check(nodeCounts) satisfies z.ZodType<NodePoolArgs>;

/** The nodes of a cluster's own add-ons. */
export const systemPoolSchema = strictObject(nodeShape).check(nodeCounts);

/** Everything wrong with a node pool's arguments. */
export function nodePoolProblems(name: string, args: NodePoolArgs): InputProblem[] {
  return [
    ...under("name", schemaProblems(nodePoolNameSchema, name)),
    ...schemaProblems(nodePoolSchema, args satisfies z.input<typeof nodePoolSchema>),
  ];
}

function architectureProblems(types: readonly Entry<string>[]): InputProblem[] {
  const first = types[0]?.[1] ?? "";
  const architecture = architectureOf(first);
  return types.flatMap(([index, type]) =>
    architectureOf(type) === architecture
      ? []
      : [
          {
            path: `[${String(index)}]`,
            received: type,
            allowed: `a type of the same architecture as ${first}, ${architecture}`,
            fix: "Make a pool for each architecture.",
          },
        ],
  );
}

function sizeProblems({ minSize = 2, maxSize }: Pick<NodePoolArgs, "minSize" | "maxSize">): InputProblem[] {
  const size = maxSize ?? 2 * minSize;
  return size >= minSize && size <= mostNodes
    ? []
    : [
        {
          path: "maxSize",
          received: maxSize,
          allowed: `a whole number from minSize, ${minSize}, to ${mostNodes}`,
        },
      ];
}

/** EKS hands labels to the kubelet, which refuses to start with one of Kubernetes' own domains. */
function labelProblems(labels: readonly Entry<string>[]): InputProblem[] {
  return labels.flatMap(([key, value]): InputProblem[] => {
    const path = `[${JSON.stringify(key)}]`;
    if (key === nodeClassLabel) {
      return [{ path, received: value, allowed: "no such label", fix: "Set the pool's class instead." }];
    }
    return /(^|[./])(kubernetes\.io|k8s\.io|eks\.amazonaws\.com)\//.test(String(key))
      ? [{ path, received: value, allowed: "a label outside kubernetes.io, k8s.io and eks.amazonaws.com" }]
      : [];
  });
}
