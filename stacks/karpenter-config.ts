import * as pulumi from "@pulumi/pulumi";
import { type HardenedCluster, KarpenterNodes } from "../components/index.ts";
import type { KarpenterConfig } from "./node-pools.ts";

/**
 * What Karpenter starts nodes with. Its NodePools need the custom resources that its chart brings. So they are applied
 * only if this stack installs the chart, or if the config says that the definitions exist.
 *
 * @param installation - the resource that installs Karpenter's chart; undefined if other tools do
 */
export function createKarpenter(
  cluster: HardenedCluster,
  karpenter: KarpenterConfig | undefined,
  installation: pulumi.Resource | undefined,
): KarpenterNodes | undefined {
  if (karpenter === undefined) {
    return undefined;
  }
  // Not `dependsOn`, which a component doesn't pass on to its children.
  const ready = pulumi
    .output(cluster.nodes.ready ?? [])
    .apply((prerequisites) => [...prerequisites, ...(installation === undefined ? [] : [installation])]);
  return new KarpenterNodes(cluster.clusterName, {
    applyObjects: installation !== undefined,
    ...karpenter,
    cluster,
    nodes: { ...cluster.nodes, ready },
  });
}

/** The output `karpenter`, from which GitOps takes the objects. */
export function karpenterOutputs(karpenter: KarpenterNodes | undefined): object {
  return karpenter === undefined
    ? {}
    : { karpenter: { queueName: karpenter.queueName, objects: karpenter.objects } };
}
