import type { ComplianceClass, KarpenterNodesArgs, Lifecycle, NodePoolArgs } from "../components/index.ts";
import {
  type InputProblem,
  karpenterPoolProblems,
  nodePoolNameSchema,
  nodeVersionProblems,
  schemaProblems,
  systemClass,
} from "../components/internal.ts";

/** A node pool in a stack's config. */
export type PoolConfig = Omit<NodePoolArgs, "cluster" | "nodes"> & {
  readonly name?: string;
  /** Whether the class's last pool may be removed. */
  readonly lifecycle?: Lifecycle;
};

/** Karpenter's nodes in a stack's config. */
export type KarpenterConfig = Omit<KarpenterNodesArgs, "cluster" | "nodes">;

/** The part of a config that says which pools a cluster has. */
export interface PoolsConfig {
  readonly clusterName: string;
  readonly nodePools?: readonly PoolConfig[];
  readonly karpenter?: KarpenterConfig;
}

/** The pools, with the names of their components. */
export function poolsOf({ clusterName, nodePools = [{}] }: PoolsConfig) {
  return nodePools.map(({ name, lifecycle: _, ...args }) => ({
    name: `${clusterName}-${name ?? args.class ?? "standard"}`,
    args,
  }));
}

/** The classes of tenants for which the cluster has nodes. */
export function nodeClassesOf(config: PoolsConfig): ComplianceClass[] {
  const { karpenter } = config;
  const started = karpenter === undefined ? [] : (karpenter.pools ?? [{}]);
  const names = [...poolsOf(config).map(({ args }) => args), ...started].map(
    (pool) => pool.class ?? "standard",
  );
  return [...new Set(names)].filter((name) => name !== systemClass);
}

/** The problems of pools whose nodes would be newer or much older than the control plane. */
export function poolVersionProblems({
  kubernetesVersion,
  nodePools = [],
}: Pick<PoolsConfig, "nodePools"> & { readonly kubernetesVersion: string }): InputProblem[] {
  return nodePools.flatMap((pool, index) =>
    nodeVersionProblems(`nodePools[${index}].kubernetesVersion`, pool.kubernetesVersion, kubernetesVersion),
  );
}

/** Every pool needs a different name. A pool without one has its class as name, and the cluster already has a pool. */
export function poolNameProblems(config: PoolsConfig): InputProblem[] {
  const { clusterName, karpenter } = config;
  const names = poolsOf(config).map(({ name }) => name);
  const system = `${clusterName}-${systemClass}`;
  const karpenterProblems =
    karpenter === undefined ? [] : karpenterPoolProblems(clusterName, karpenter.pools);
  const poolProblems = names.flatMap((name, index): InputProblem[] => {
    const path = `nodePools[${index}].name`;
    const received = config.nodePools?.[index]?.name;
    const first = names.indexOf(name);
    if (first < index || name === system) {
      const other = first < index ? `nodePools[${first}]` : "the cluster's own pool";
      return [{ path, received, allowed: `another name, because ${other} is also ${name}` }];
    }
    return schemaProblems(nodePoolNameSchema, name).map(({ allowed }) => ({
      path,
      received,
      allowed: `a name whose full form ${name} has ${allowed}`,
    }));
  });
  return [
    ...poolProblems,
    ...karpenterProblems.map(({ path, ...problem }) => ({ ...problem, path: `karpenter.${path}` })),
  ];
}
