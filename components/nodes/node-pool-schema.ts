import { z } from "zod";
import { nodeClass } from "../contract/class-schema.ts";
import { nodeClassLabel, nodeClassTaint } from "../contract/classes.ts";
import { joinedClusterSchema } from "../contract/cluster-ref-schema.ts";
import { keyArn } from "../contract/key-ref-schema.ts";
import { systemTaint } from "../contract/node-taints.ts";
import { type InputProblem, under } from "../shared/input/input-error.ts";
import { componentNameSchema } from "../shared/input/names.ts";
import { orLater, reference } from "../shared/input/plain-form.ts";
import { type Entry, reporting, reportingEntries } from "../shared/input/reporting.ts";
import { schemaProblems } from "../shared/input/schema-problems.ts";
import {
  listOf,
  nonEmpty,
  oneOf,
  optional,
  strictObject,
  textLike,
  trueOrFalse,
  wholeNumber,
} from "../shared/input/schemas.ts";
import { resourcesSchema } from "../shared/input/sdk-values.ts";
import { acceleratorOf, amiType, architectureOf } from "./ami-type.ts";
import type { NodePoolArgs, NodesRef, SystemPoolArgs } from "./node-pool-args.ts";
import { nodeSettingsSchema, tagsSchema } from "./node-settings-schema.ts";
import { type PoolTaint, taintEffects } from "./pool-taint.ts";

/** EKS' limit of nodes in a managed node group. */
const maxNodes = 450;

/** A pool's name. The AWS names of the pool and its role add a unique suffix, and have at most 63 characters. */
export const nodePoolNameSchema = componentNameSchema(48);

/** The size of a node's disk, in managed node groups and in Karpenter's pools. */
export const diskSizeSchema = wholeNumber(20, 16_384, " of GiB").describe(
  "For images, logs and ephemeral storage. Default: 50.",
);

/** Labels of nodes, in managed node groups and in Karpenter's pools. */
export const labelsSchema = z
  .record(z.string(), z.string("a text"), "labels, such as { tier: web }")
  .check(reportingEntries(labelProblems))
  .readonly()
  .describe("Further labels of the nodes. Default: none.");

const subnetIds = z.array(
  orLater(textLike(/^subnet-[\w-]+$/, "a subnet's id, such as subnet-0abc")),
  "a list of subnets",
);
const groupIds = z.array(
  orLater(textLike(/^sg-[\w-]+$/, "a security group's id, such as sg-0abc")),
  "a list of security groups",
);

export const nodesShape = {
  subnetIds: orLater(subnetIds),
  securityGroupIds: orLater(groupIds),
  diskKeyArn: keyArn,
  settings: optional(nodeSettingsSchema),
  ready: optional(resourcesSchema),
} satisfies Readonly<Record<keyof NodesRef, z.ZodType>>;

/** A key of a label or a taint: a name, with an optional DNS name and a slash before it. */
const labelKey = /^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
const labelValue = /^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$/;

const typesAllowed = "at least one instance type, such as m6i.large";
const instanceType = textLike(/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/, "an EC2 instance type, such as m6i.large");
const instanceTypes = nonEmpty(
  z
    .array(instanceType, `a list of ${typesAllowed}`)
    .min(1, typesAllowed)
    .check(reportingEntries(architectureProblems)),
);

/** Fields that every pool has, the system pool included. */
const nodeShape = {
  os: optional(oneOf(["bottlerocket", "al2023"]).describe('Default: "bottlerocket".')),
  instanceTypes: optional(
    instanceTypes.describe('EC2 instance types, all of one architecture. Default: ["m6i.large"].'),
  ),
  minSize: optional(wholeNumber(1, maxNodes).describe("The smallest number of nodes. Default: 2.")),
  maxSize: optional(
    wholeNumber(1, maxNodes).describe("The largest number of nodes. Default: twice minSize."),
  ),
  kubernetesVersion: optional(
    textLike(/^1\.\d+$/, 'a minor version in quotes, such as "1.35"').describe(
      "The minor version of the nodes, at most three older than the control plane's. Default: the cluster's.",
    ),
  ),
  releaseVersion: optional(
    textLike(/^\d+\.\d+\.\d+-[0-9a-f]+$/, "a release, such as 1.52.0-7f1c4a3e or 1.35.0-20261113").describe(
      "The release of the node's image. Default: the latest when the pool is created.",
    ),
  ),
  updateConfig: optional(
    z
      .union(
        [
          strictObject({ maxUnavailable: wholeNumber(1, 100, " of nodes") }),
          strictObject({ maxUnavailablePercentage: wholeNumber(1, 100, " of percent") }),
        ],
        "{ maxUnavailable } or { maxUnavailablePercentage }",
      )
      .describe("How many nodes an update may take away together. Default: { maxUnavailable: 1 }."),
  ),
  forceUpdateVersion: optional(
    trueOrFalse.describe("An update also stops pods that a disruption budget keeps. Default: false."),
  ),
  diskSizeGiB: optional(diskSizeSchema),
  labels: optional(labelsSchema),
  tags: optional(
    tagsSchema.describe(
      "Tags of the node group, its instances, volumes and network interfaces. Default: none.",
    ),
  ),
} satisfies Readonly<Record<keyof SystemPoolArgs, z.ZodType>>;

export const taint = strictObject({
  key: textLike(labelKey, "a taint's key, such as nvidia.com/gpu"),
  value: optional(textLike(labelValue, "a taint's value: at most 63 letters, digits, '-', '_' and '.'")),
  effect: oneOf(taintEffects),
} satisfies Readonly<Record<keyof PoolTaint, z.ZodType>>);

export const nodePoolShape = {
  cluster: joinedClusterSchema,
  nodes: reference(strictObject(nodesShape)),
  class: optional(nodeClass.describe('The class whose pods run here, and no others. Default: "standard".')),
  ...nodeShape,
  capacityType: optional(
    oneOf(["on-demand", "spot"]).describe('How EC2 sells the nodes. Default: "on-demand".'),
  ),
  taints: optional(
    listOf(taint, "taints, each { key, value, effect }")
      .check(reportingEntries(taintProblems))
      .describe("Taints of the nodes in addition to those of the class. Default: none."),
  ),
} satisfies Readonly<Record<keyof NodePoolArgs, z.ZodType>>;

/** Arguments that a stack's config doesn't have, and why. */
export const nodePoolNotInConfig = {
  cluster: "the cluster of the stack",
  nodes: "the cluster's own nodes",
} satisfies Partial<Record<keyof NodePoolArgs, string>>;

/** Checks across the fields of a pool. */
export const poolChecks = [
  reporting(["minSize", "maxSize"], sizeProblems),
  reporting(["os", "instanceTypes"], imageProblems),
] as const;

/** Kubernetes' version skew policy: kubelets are never newer than the API server, and at most three minors older. */
export function nodeVersionProblems(
  path: string,
  version: string | undefined,
  clusterVersion: string,
): InputProblem[] {
  const newest = Number(clusterVersion.split(".")[1]);
  const minor = Number((version ?? clusterVersion).split(".")[1]);
  return minor <= newest && minor >= newest - 3
    ? []
    : [
        {
          path,
          received: version,
          allowed: `a version from "1.${newest - 3}" to "1.${newest}", the cluster's`,
        },
      ];
}

const nodePoolSchema = strictObject(nodePoolShape).check(...poolChecks) satisfies z.ZodType<NodePoolArgs>;

/** The nodes of a cluster's own add-ons. */
export const systemPoolSchema = strictObject(nodeShape).check(...poolChecks);

/** All problems of a node pool's arguments. */
export function nodePoolProblems(name: string, args: NodePoolArgs): InputProblem[] {
  return [
    ...under("name", schemaProblems(nodePoolNameSchema, name)),
    ...schemaProblems(nodePoolSchema, args satisfies z.input<typeof nodePoolSchema>),
    ...(typeof args?.kubernetesVersion === "string" && typeof args.cluster?.kubernetesVersion === "string"
      ? nodeVersionProblems("kubernetesVersion", args.kubernetesVersion, args.cluster.kubernetesVersion)
      : []),
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
            fix: "Create a pool for each architecture.",
          },
        ],
  );
}

/** All types of a pool start from one image, which needs the driver of their accelerator. */
function imageProblems({
  os = "bottlerocket",
  instanceTypes: types = ["m6i.large"],
}: Pick<NodePoolArgs, "os" | "instanceTypes">): InputProblem[] {
  const accelerator = acceleratorOf(types[0]);
  return types.flatMap((type, index): InputProblem[] => {
    const path = `instanceTypes[${index}]`;
    const own = acceleratorOf(type);
    if (own !== accelerator) {
      const kind = accelerator === undefined ? "without an accelerator" : `with the same accelerator`;
      const allowed = `a type ${kind}, like ${types[0]}`;
      return [{ path, received: type, allowed, fix: "Create a pool for each kind of accelerator." }];
    }
    if (amiType(os, architectureOf(type), own) !== undefined) {
      return [];
    }
    return [
      {
        path,
        received: type,
        allowed: "a type whose driver is in an image of EKS",
        fix:
          own === "neuron" && architectureOf(type) === "x86_64"
            ? 'Set os: "al2023". Only its image has the Neuron driver.'
            : "EKS has images with drivers of NVIDIA and Neuron only.",
      },
    ];
  });
}

export function taintProblems(taints: readonly Entry<PoolTaint>[]): InputProblem[] {
  const seen = new Set<string>();
  return taints.flatMap(([index, { key, effect }]): InputProblem[] => {
    const at = `[${String(index)}]`;
    const known = `${key} ${effect}`;
    if (seen.has(known)) {
      return [{ path: at, received: `${key}:${effect}`, allowed: "each key and effect once" }];
    }
    seen.add(known);
    if (key === nodeClassTaint || key === systemTaint) {
      const fix = "Set the pool's class instead.";
      return [{ path: `${at}.key`, received: key, allowed: "a taint that no class has", fix }];
    }
    return /(^|[./])(kubernetes\.io|k8s\.io|eks\.amazonaws\.com)\//.test(key)
      ? [
          {
            path: `${at}.key`,
            received: key,
            allowed: "a key outside kubernetes.io, k8s.io and eks.amazonaws.com",
          },
        ]
      : [];
  });
}

function sizeProblems({ minSize = 2, maxSize }: Pick<NodePoolArgs, "minSize" | "maxSize">): InputProblem[] {
  const size = maxSize ?? 2 * minSize;
  return size >= minSize && size <= maxNodes
    ? []
    : [
        {
          path: "maxSize",
          received: maxSize,
          allowed: `a whole number from minSize, ${minSize}, to ${maxNodes}`,
        },
      ];
}

/** EKS passes labels to the kubelet. With a label of Kubernetes' own domains, the kubelet refuses to start. */
function labelProblems(labels: readonly Entry<string>[]): InputProblem[] {
  return labels.flatMap(([key, value]): InputProblem[] => {
    const path = `[${JSON.stringify(key)}]`;
    if (key === nodeClassLabel) {
      return [
        {
          path,
          received: value,
          allowed: `a label other than ${nodeClassLabel}`,
          fix: "Set the pool's class instead.",
        },
      ];
    }
    return /(^|[./])(kubernetes\.io|k8s\.io|eks\.amazonaws\.com)\//.test(String(key))
      ? [{ path, received: value, allowed: "a label outside kubernetes.io, k8s.io and eks.amazonaws.com" }]
      : [];
  });
}
