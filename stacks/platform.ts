import { ClusterNetwork, HardenedCluster, type NetworkRef, NodePool } from "../components/index.ts";
import type { PlatformConfig } from "./config.ts";
import { networkOutput, readStack } from "./outputs.ts";

/** The layer `platform`: the cluster and its node pools. */
export async function platform(config: PlatformConfig): Promise<Record<string, unknown>> {
  const network =
    "stack" in config.network ? await readStack(config.network.stack, "network", networkOutput) : config.network;
  return platformOutputs(createCluster({ ...config, network }));
}

/** A platform's config, its network's stack read. */
export type ClusterConfig = Omit<PlatformConfig, "layer" | "network"> & {
  readonly network: Exclude<PlatformConfig["network"], { stack: string }>;
};

/** The cluster and its node pools, in the network that the config creates or names. */
export function createCluster({ clusterName, network, nodePools, ...config }: ClusterConfig): HardenedCluster {
  const pools = nodePools ?? [{}];
  const cluster = new HardenedCluster(clusterName, {
    ...config,
    network: createNetwork(clusterName, network, config.lifecycle),
    nodeClasses: pools.map((pool) => pool.class ?? "standard"),
  });
  for (const { name, ...pool } of pools) {
    new NodePool(`${clusterName}-${name ?? pool.class ?? "standard"}`, { ...pool, cluster, nodes: cluster.nodes });
  }
  return cluster;
}

/** What `tenants` stacks read of a cluster, by name. */
export function platformOutputs(cluster: HardenedCluster): Record<string, unknown> {
  const { clusterName, kubernetesVersion, vpcCidr, serviceCidr, groupsPrefix, nodeClasses, kubeconfig } = cluster;
  return {
    platform: { clusterName, kubernetesVersion, vpcCidr, serviceCidr, groupsPrefix, nodeClasses, kubeconfig },
  };
}

function createNetwork(
  name: string,
  network: ClusterConfig["network"],
  lifecycle: ClusterConfig["lifecycle"],
): NetworkRef {
  return "vpcId" in network ? network : new ClusterNetwork(name, { ...network, ...(lifecycle && { lifecycle }) });
}
