import { z } from "zod";
import { catalogue } from "../components/index.ts";
import {
  clusterChecks,
  clusterNetworkShape,
  hardenedClusterNameSchema,
  hardenedClusterNotInConfig,
  hardenedClusterShape,
  karpenterNodesNotInConfig,
  karpenterNodesShape,
  lifecycleSchema,
  listOf,
  networkChecks,
  networkNameSchema,
  networkRefNotInConfig,
  networkRefShape,
  nodePoolNotInConfig,
  nodePoolShape,
  nonBlank,
  optional,
  platformSoftwareSchema,
  poolChecks,
  reporting,
} from "../components/internal.ts";
import { componentFields } from "./component-fields.ts";
import { poolNameProblems, poolVersionProblems } from "./node-pools.ts";

const stackName = nonBlank("a stack's name, such as prod-network").describe(
  "Another stack: its name in this project, or organization/project/stack for a stack of another project.",
);
const networkStack = z.strictObject({ stack: stackName });

/** Fields of a network that a cluster's stack doesn't have, and why. */
export const clusterNetworkNotInConfig = {
  lifecycle: "the stack's own lifecycle",
  permissionsBoundary: "the stack's own permissionsBoundary",
};

/** The software of the catalogue that needs endpoints. No component has it: it becomes `additionalEndpoints`. */
const softwareFields = {
  software: optional(
    listOf(
      z
        .string("software of the catalogue, such as karpenter")
        .refine(
          (id) => Object.hasOwn(catalogue, id),
          `software of the catalogue: ${Object.keys(catalogue).sort().join(", ")}`,
        ),
      "software of the catalogue, such as [karpenter]",
    ).describe("Software of the catalogue whose AWS services get endpoints. Default: none."),
  ),
};

const createdNetwork = z
  .strictObject({ ...componentFields(clusterNetworkShape, clusterNetworkNotInConfig), ...softwareFields })
  .check(...networkChecks);
const existingNetwork = z.strictObject(componentFields(networkRefShape, networkRefNotInConfig));

const nodePool = z
  .strictObject({
    name: optional(nonBlank("a pool's name, such as batch").describe("Default: the class.")),
    lifecycle: optional(
      lifecycleSchema.describe(
        'The last pool of a class can be removed after an update with "disposable". Default: "protected".',
      ),
    ),
    ...componentFields(nodePoolShape, nodePoolNotInConfig),
  })
  .check(...poolChecks);

const karpenter = z.strictObject(componentFields(karpenterNodesShape, karpenterNodesNotInConfig));

const clusterFields = {
  clusterName: hardenedClusterNameSchema.describe(
    "The cluster's name in EKS. It is part of the contract and can't change later.",
  ),
  ...componentFields(hardenedClusterShape, { ...hardenedClusterNotInConfig, network: "one of three forms" }),
  nodePools: optional(
    z
      .array(nodePool, "a list of node pools")
      .min(1, "at least one node pool")
      .describe('Default: one pool of class "standard".'),
  ),
  platform: optional(
    platformSoftwareSchema(catalogue).describe(
      "Platform software by name: entries of the catalogue, and other software. Default: none.",
    ),
  ),
  karpenter: optional(
    karpenter.describe("What Karpenter starts nodes with. Default: Karpenter starts none."),
  ),
};

const tenantsDirectory = nonBlank("a directory, such as tenants").describe(
  "The directory of tenant files, relative to the project.",
);

const all = z.strictObject({
  layer: z.literal("all"),
  ...clusterFields,
  network: z.xor([createdNetwork, existingNetwork], "{ cidr, egress } or { vpcId, cidr, egress, ... }"),
  tenants: tenantsDirectory,
});

const network = z.strictObject({
  layer: z.literal("network"),
  name: networkNameSchema.describe("The network's name, and the prefix of its resources."),
  ...componentFields(clusterNetworkShape, {}),
  ...softwareFields,
});

const platform = z.strictObject({
  layer: z.literal("platform"),
  ...clusterFields,
  network: z.xor(
    [networkStack, createdNetwork, existingNetwork],
    "{ stack }, { cidr, egress } or { vpcId, cidr, egress, ... }",
  ),
});

const tenants = z.strictObject({
  layer: z.literal("tenants"),
  platform: networkStack.describe("The stack of the cluster."),
  tenants: tenantsDirectory,
  lifecycle: optional(
    clusterNetworkShape.lifecycle
      .unwrap()
      .describe("Overrides the lifecycles of all tenants. Default: each tenant's lifecycle."),
  ),
});

export type Config = AllConfig | NetworkConfig | PlatformConfig | TenantsConfig;
export type AllConfig = z.output<typeof all>;
export type NetworkConfig = z.output<typeof network>;
export type PlatformConfig = z.output<typeof platform>;
export type TenantsConfig = z.output<typeof tenants>;

/**
 * The config of a stack, without its `casemate:` prefix. One schema for all layers, built from the schemas of the components.
 *
 * @param today - the day for which support of Kubernetes versions and expiry of waivers are checked, `YYYY-MM-DD`
 */
export function configSchema(today: string) {
  const layers = layerSchemas(today);
  return z.discriminatedUnion("layer", [layers.all, layers.network, layers.platform, layers.tenants], {
    error: '"all", "network", "platform" or "tenants"',
  });
}

/** The config of each layer. */
export function layerSchemas(today: string) {
  const poolNames = reporting(["clusterName", "nodePools", "karpenter"], poolNameProblems);
  const poolVersions = reporting(["kubernetesVersion", "nodePools"], poolVersionProblems);
  return {
    all: all.check(...clusterChecks(today), poolNames, poolVersions),
    network: network.check(...networkChecks),
    platform: platform.check(...clusterChecks(today), poolNames, poolVersions),
    tenants,
  };
}
