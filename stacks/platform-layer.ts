import { ClusterNetwork, HardenedCluster, type NetworkRef, NodePool } from "../components/index.ts";
import {
  accessProblems,
  currentStack,
  defaultPrefix,
  defaultServiceCidr,
  existingClusterProblems,
  knownRoles,
  lookUpCluster,
  networkFacts,
  openedWebhookPorts,
  serviceOverlapProblems,
} from "../components/internal.ts";
import { createPlatformSoftware, platformSoftwareProblems } from "./chosen-software.ts";
import { assertConfig } from "./config.ts";
import type { PlatformConfig } from "./config-schema.ts";
import { createKarpenter, karpenterOutputs } from "./karpenter-config.ts";
import { nodeClassesOf, poolsOf } from "./node-pools.ts";
import { networkOutput, readStack } from "./outputs.ts";

/** The layer `platform`: the cluster and its node pools. */
export async function platform({ layer: _, ...config }: PlatformConfig): Promise<object> {
  const network =
    "stack" in config.network
      ? await readStack(config.network.stack, "network", networkOutput)
      : config.network;
  const complete = { ...config, network };
  await checkPlatform(complete);
  const cluster = createCluster(complete);
  const software = createPlatformSoftware(cluster, config.platform, config.lifecycle);
  const karpenter = createKarpenter(cluster, config.karpenter, software["karpenter"]?.installed.at(-1));
  return { ...platformOutputs(cluster), ...karpenterOutputs(karpenter) };
}

/** A cluster's config with the network that the config names, after a `stack` reference is read. */
export type ClusterConfig = Omit<PlatformConfig, "layer" | "network"> & {
  readonly network: Exclude<PlatformConfig["network"], { stack: string }>;
};

/**
 * The checks that need the cloud or another stack, before the first component is created. They are no part of the
 * config's schema.
 *
 * @throws InputError if the identity that deploys isn't an admin, if another stack has a cluster of that name, or if the
 *   Services' range overlaps the network's
 */
export async function checkPlatform(config: ClusterConfig): Promise<void> {
  const { clusterName, network, serviceCidr = defaultServiceCidr } = config;
  const overlaps = [network.cidr, ...(network.additionalCidrs ?? [])].flatMap((cidr) =>
    serviceOverlapProblems(serviceCidr, cidr),
  );
  const existing = await lookUpCluster(clusterName, {});
  const wanted = { clusterName, serviceCidr, nameField: "clusterName", stack: currentStack() } as const;
  assertConfig([
    ...overlaps,
    ...existingClusterProblems(existing, wanted),
    ...platformSoftwareProblems(config.platform, clusterFacts(config)),
    ...(await accessProblems(config, {})),
  ]);
}

/** The cluster's facts that the checks of tenants need, known before the cluster is created. */
export function clusterFacts({
  network,
  serviceCidr,
  people,
  exemptNamespaces,
  admins,
  ...config
}: ClusterConfig) {
  const { permissionsBoundary } = config;
  const { cidr, ...facts } = isExisting(network) ? networkRefFacts(network) : networkFacts(network);
  return {
    ...facts,
    vpcCidr: cidr,
    serviceCidr: serviceCidr ?? defaultServiceCidr,
    groupsPrefix: people?.groupsPrefix ?? defaultPrefix,
    nodeClasses: nodeClassesOf(config),
    exemptNamespaces: exemptNamespaces ?? [],
    ...(permissionsBoundary !== undefined && { permissionsBoundary }),
    adminRoles: knownRoles(admins),
  };
}

/** The cluster and its node pools, in the network that the config creates or names. */
export function createCluster({
  clusterName,
  network,
  nodePools,
  karpenter,
  platform: _,
  ...config
}: ClusterConfig): HardenedCluster {
  const pools = {
    clusterName,
    ...(nodePools !== undefined && { nodePools }),
    ...(karpenter !== undefined && { karpenter }),
  };
  const cluster = new HardenedCluster(clusterName, {
    ...config,
    network: createNetwork(clusterName, network, config),
    nodeClasses: nodeClassesOf(pools),
  });
  for (const { name, args } of poolsOf(pools)) {
    new NodePool(name, { ...args, cluster, nodes: cluster.nodes });
  }
  return cluster;
}

/** The outputs of a cluster that `tenants` stacks read. */
export function platformOutputs(cluster: HardenedCluster) {
  const { clusterName, kubernetesVersion, vpcCidr, additionalCidrs, controlPlaneCidrs } = cluster;
  const { serviceCidr, groupsPrefix, nodeClasses, exemptNamespaces, kubeconfig, endpoint } = cluster;
  const { egress, connectedCidrs, endpointServices } = cluster;
  const { networkPolicyMode, nodeSecurityGroupId, nodeRules, controlPlaneSecurityGroupId } = cluster;
  const { publicLoadBalancerCidrs, internalLoadBalancerCidrs } = cluster;
  const { permissionsBoundary, podSecurityVersion, nodes, oidcIssuer, oidcProviderArn } = cluster;
  const { hasIdentityProvider, adminRoles, deployerRoles } = cluster;
  return {
    platform: {
      clusterName,
      kubernetesVersion,
      vpcCidr,
      additionalCidrs,
      controlPlaneCidrs,
      serviceCidr,
      groupsPrefix,
      nodeClasses,
      exemptNamespaces,
      kubeconfig,
      endpoint,
      egress,
      connectedCidrs,
      publicLoadBalancerCidrs,
      internalLoadBalancerCidrs,
      endpointServices,
      networkPolicyMode,
      nodeSecurityGroupId,
      nodeRules,
      controlPlaneSecurityGroupId,
      webhookPorts: [...cluster.webhookPorts, ...openedWebhookPorts(cluster)],
      nodeSubnetIds: nodes.subnetIds,
      diskKeyArn: nodes.diskKeyArn,
      permissionsBoundary,
      podSecurityVersion,
      oidcIssuer,
      oidcProviderArn,
      hasIdentityProvider,
      adminRoles,
      deployerRoles,
    },
  };
}

/** The facts that the user gives of an existing network. */
function networkRefFacts(network: Extract<ClusterConfig["network"], { vpcId: string }>) {
  const { cidr, additionalCidrs, controlPlaneCidrs, egress, endpointServices } = network;
  const { publicLoadBalancerCidrs, internalLoadBalancerCidrs } = network;
  return {
    cidr,
    egress,
    ...(additionalCidrs !== undefined && { additionalCidrs }),
    ...(controlPlaneCidrs !== undefined && { controlPlaneCidrs }),
    ...(publicLoadBalancerCidrs !== undefined && { publicLoadBalancerCidrs }),
    ...(internalLoadBalancerCidrs !== undefined && { internalLoadBalancerCidrs }),
    ...(endpointServices !== undefined && { endpointServices }),
  };
}

function isExisting(
  network: ClusterConfig["network"],
): network is Extract<typeof network, { vpcId: string }> {
  return "vpcId" in network;
}

function createNetwork(
  name: string,
  network: ClusterConfig["network"],
  { lifecycle, permissionsBoundary }: Pick<ClusterConfig, "lifecycle" | "permissionsBoundary">,
): NetworkRef {
  return isExisting(network)
    ? network
    : new ClusterNetwork(name, {
        ...network,
        ...(lifecycle && { lifecycle }),
        ...(permissionsBoundary !== undefined && { permissionsBoundary }),
      });
}
