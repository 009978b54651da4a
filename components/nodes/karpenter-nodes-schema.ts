import { z } from "zod";
import { complianceClass } from "../contract/class-schema.ts";
import { clusterSchema } from "../contract/cluster-ref-schema.ts";
import { type InputProblem, under } from "../shared/input/input-error.ts";
import { componentNameSchema } from "../shared/input/names.ts";
import { reference } from "../shared/input/plain-form.ts";
import { type Entry, reporting, reportingEntries } from "../shared/input/reporting.ts";
import { schemaProblems } from "../shared/input/schema-problems.ts";
import {
  dnsLabel,
  listOf,
  nonEmpty,
  oneOf,
  optional,
  strictObject,
  textLike,
  trueOrFalse,
  wholeNumber,
} from "../shared/input/schemas.ts";
import { architectureOf } from "./ami-type.ts";
import type { KarpenterNodesArgs, KarpenterPool } from "./karpenter-nodes-args.ts";
import { poolName } from "./karpenter-objects.ts";
import { diskSizeSchema, labelsSchema, nodesShape, taint, taintProblems } from "./node-pool-schema.ts";

/** IAM's limit for the name of a role, which holds the cluster's name and the pool's. */
const roleNameLimit = 64;

const atLeastOne = "a list of at least one instance type, such as m6i.large";

const pool = strictObject({
  class: optional(complianceClass.describe('The class whose pods run here. Default: "standard".')),
  name: optional(dnsLabel.describe("The name of the NodePool. Default: the class.")),
  architecture: optional(oneOf(["x86_64", "arm64"]).describe('Default: "x86_64".')),
  instanceTypes: optional(
    nonEmpty(
      z
        .array(
          textLike(/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/, "an EC2 instance type, such as m6i.large"),
          atLeastOne,
        )
        .min(1, atLeastOne),
    ).describe("EC2 instance types. Default: categories c, m and r from the fifth generation on."),
  ),
  capacityTypes: optional(
    nonEmpty(
      z
        .array(oneOf(["on-demand", "spot"]), "a list of on-demand and spot")
        .min(1, "at least one of on-demand and spot"),
    ).describe('Default: ["on-demand"].'),
  ),
  cpuLimit: optional(
    wholeNumber(1, 100_000, " of cores").describe("The most cores of the pool. Default: 64."),
  ),
  diskSizeGiB: optional(diskSizeSchema),
  imageVersion: optional(
    textLike(/^(latest|v?\d+\.\d+\.\d+)$/, "a version of Bottlerocket, such as v1.62.1, or latest").describe(
      'The version of Bottlerocket. Default: "latest".',
    ),
  ),
  expireAfterHours: optional(
    wholeNumber(24, 8760, " of hours").describe("How long a node lives. Default: 336, two weeks."),
  ),
  labels: optional(labelsSchema),
  taints: optional(
    listOf(taint, "taints, each { key, value, effect }")
      .check(reportingEntries(taintProblems))
      .describe("Further taints of the nodes. Default: none."),
  ),
} satisfies Readonly<Record<keyof KarpenterPool, z.ZodType>>).check(
  reporting(["architecture", "instanceTypes"], architectureProblems),
);

const somePools = "a list of at least one pool, such as [{ class: pci }]";

export const karpenterNodesShape = {
  cluster: clusterSchema,
  nodes: reference(strictObject(nodesShape)),
  pools: optional(
    nonEmpty(z.array(pool, somePools).min(1, somePools).check(reportingEntries(nameProblems))).describe(
      "The nodes that Karpenter may start. Default: one pool of the class standard.",
    ),
  ),
  applyObjects: optional(
    trueOrFalse.describe(
      "Apply NodePools and EC2NodeClasses. Default: true. With false, GitOps applies them.",
    ),
  ),
} satisfies Readonly<Record<keyof KarpenterNodesArgs, z.ZodType>>;

/** Arguments that a stack's config doesn't have, and why. */
export const karpenterNodesNotInConfig = {
  cluster: "the cluster of the stack",
  nodes: "the cluster's own nodes",
} satisfies Partial<Record<keyof KarpenterNodesArgs, string>>;

const karpenterNodesSchema = strictObject(karpenterNodesShape).check(
  reporting(["cluster", "pools"], roleNameProblems),
) satisfies z.ZodType<KarpenterNodesArgs>;

/** All problems of the arguments. */
export function karpenterNodesProblems(name: string, args: KarpenterNodesArgs): InputProblem[] {
  return [
    ...under("name", schemaProblems(componentNameSchema(40), name)),
    ...schemaProblems(karpenterNodesSchema, args),
  ];
}

function architectureProblems({
  architecture = "x86_64",
  instanceTypes = [] as unknown as KarpenterPool["instanceTypes"],
}: Pick<KarpenterPool, "architecture" | "instanceTypes">): InputProblem[] {
  return (instanceTypes ?? []).flatMap((type, index) =>
    architectureOf(type) === architecture
      ? []
      : [
          {
            path: `instanceTypes[${index}]`,
            received: type,
            allowed: `a type of the pool's architecture, ${architecture}`,
            fix: "Set architecture, or create a pool for each architecture.",
          },
        ],
  );
}

function nameProblems(pools: readonly Entry<KarpenterPool>[]): InputProblem[] {
  const names = pools.map(([, each]) => poolName(each));
  return pools.flatMap(([index, { name }], position) =>
    names.indexOf(names[position] ?? "") === position
      ? []
      : [
          {
            path: `[${String(index)}].name`,
            received: name,
            allowed: `another name, because a pool before it is also ${names[position]}`,
          },
        ],
  );
}

function roleNameProblems({ cluster, pools }: Pick<KarpenterNodesArgs, "cluster" | "pools">): InputProblem[] {
  return karpenterPoolProblems(cluster.clusterName, pools);
}

/** Pools whose roles would have names that are too long for IAM. */
export function karpenterPoolProblems(
  clusterName: string,
  pools: readonly KarpenterPool[] = [{}],
): InputProblem[] {
  const most = roleNameLimit - `${clusterName}.karpenter.`.length;
  return pools.flatMap((each, index) =>
    poolName(each).length <= most
      ? []
      : [
          {
            path: `pools[${index}].name`,
            received: poolName(each),
            allowed: `a name of at most ${most} characters, because the role's name also holds the cluster's`,
          },
        ],
  );
}
