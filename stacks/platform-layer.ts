import { ClusterNetwork, HardenedCluster, type NetworkRef, NodePool } from "../components/index.ts";
import {
  accessProblems,
  clusterProblems,
  defaultPrefix,
  defaultServiceCidr,
  type InputProblem,
  networkProblems,
  nodePoolProblems,
  under,
} from "../components/internal.ts";
import { assertConfig } from "./config.ts";
import type { PlatformConfig } from "./config-schema.ts";
import { networkOutput, readStack } from "./outputs.ts";

/** The layer `platform`: the cluster and its node pools. */
export async function platform({ layer: _, ...config }: PlatformConfig): Promise<object> {
  const network =
    "stack" in config.network
      ? await readStack(config.network.stack, "network", networkOutput)
      : config.network;
  const complete = { ...config, network };
  await checkPlatform(complete);
  return platformOutputs(createCluster(complete));
}

/** A cluster's config, its network's stack read. */
export type ClusterConfig = Omit<PlatformConfig, "layer" | "network"> & {
  readonly network: Exclude<PlatformConfig["network"], { stack: string }>;
};

/**
 * Refuses what the components would, in the config's own words, and before the first of them is made.
 *
 * @throws InputError
 */
export async function checkPlatform(config: ClusterConfig): Promise<void> {
  const { clusterName, network } = config;
  const isNew = !isExisting(network);
  const cluster = clusterProblems(clusterName, config);
  // Every name starts with the cluster's, and so would be refused again.
  const isMisnamed = cluster.some(({ path }) => path === "name");
  assertConfig(
    [
      ...(isNew ? under("network", networkProblems(clusterName, network)) : []),
      ...cluster.filter(({ path }) => !(isNew && path === "network.cidr")),
      ...twins(config),
      ...poolsOf(config).flatMap((pool, index) =>
        under(`nodePools[${index}]`, nodePoolProblems(poolName(clusterName, pool), pool)),
      ),
    ].flatMap((problem) => {
      const isName = /(^|\.)name$/.test(problem.path);
      if (problem.path === "name") {
        return [{ ...problem, path: "clusterName" }];
      }
      return isName && isMisnamed ? [] : [problem];
    }),
  );
  assertConfig(await accessProblems(config, {}));
}

/** What tenants are judged by, known before the cluster is made. */
export function clusterFacts({ kubernetesVersion, network, serviceCidr, ...config }: ClusterConfig) {
  return {
    kubernetesVersion,
    vpcCidr: network.cidr,
    serviceCidr: serviceCidr ?? defaultServiceCidr,
    groupsPrefix: config.people?.groupsPrefix ?? defaultPrefix,
    nodeClasses: poolsOf(config).map(classOf),
    exemptNamespaces: config.exemptNamespaces ?? [],
  };
}

/** The cluster and its node pools, in the network that the config creates or names. */
export function createCluster({
  clusterName,
  network,
  nodePools,
  ...config
}: ClusterConfig): HardenedCluster {
  const pools = poolsOf({ nodePools });
  const cluster = new HardenedCluster(clusterName, {
    ...config,
    network: createNetwork(clusterName, network, config.lifecycle),
    nodeClasses: pools.map(classOf),
  });
  for (const pool of pools) {
    const { name: _, ...args } = pool;
    new NodePool(poolName(clusterName, pool), { ...args, cluster, nodes: cluster.nodes });
  }
  return cluster;
}

/** What `tenants` stacks read of a cluster, by name. */
export function platformOutputs(cluster: HardenedCluster) {
  const { clusterName, kubernetesVersion, vpcCidr, serviceCidr } = cluster;
  const { groupsPrefix, nodeClasses, exemptNamespaces, kubeconfig } = cluster;
  return {
    platform: {
      clusterName,
      kubernetesVersion,
      vpcCidr,
      serviceCidr,
      groupsPrefix,
      nodeClasses,
      exemptNamespaces,
      kubeconfig,
    },
  };
}

type PoolConfig = NonNullable<ClusterConfig["nodePools"]>[number];

function poolsOf({
  nodePools,
}: {
  readonly nodePools?: ClusterConfig["nodePools"] | undefined;
}): readonly PoolConfig[] {
  return nodePools ?? [{}];
}

function classOf(pool: PoolConfig) {
  return pool.class ?? "standard";
}

function poolName(clusterName: string, pool: PoolConfig): string {
  return `${clusterName}-${pool.name ?? classOf(pool)}`;
}

/** Pools are told apart by their names, and without one by their class. */
function twins(config: ClusterConfig): InputProblem[] {
  const names = poolsOf(config).map((pool) => poolName(config.clusterName, pool));
  return names.flatMap((name, index) =>
    names.indexOf(name) === index
      ? []
      : [
          {
            path: `nodePools[${index}].name`,
            received: config.nodePools?.[index]?.name,
            allowed: `a name of its own, as nodePools[${names.indexOf(name)}] is ${name} too`,
          },
        ],
  );
}

function isExisting(
  network: ClusterConfig["network"],
): network is Extract<typeof network, { vpcId: string }> {
  return "vpcId" in network;
}

function createNetwork(
  name: string,
  network: ClusterConfig["network"],
  lifecycle: ClusterConfig["lifecycle"],
): NetworkRef {
  return isExisting(network)
    ? network
    : new ClusterNetwork(name, { ...network, ...(lifecycle && { lifecycle }) });
}
