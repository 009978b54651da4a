import type { Connection, PlanDocument, PlannedResource } from "../document.ts";
import { unreachableServices } from "./aws-services.ts";
import { barriers } from "./barriers.ts";
import { connectivityOf } from "./connectivity.ts";
import { halfOpenFlows } from "./half-open.ts";
import { type KubernetesObject, kubernetesObjects } from "./kubernetes-objects.ts";
import { nameLoadBalancers } from "./load-balancer-sources.ts";
import { readPolicies } from "./network-policy-objects.ts";
import { type PlannedCluster, plannedClusters } from "./planned-clusters.ts";
import { plannedVpcs } from "./planned-network.ts";
import { podsOf } from "./planned-pods.ts";
import { securityGroups } from "./security-group-rules.ts";
import { unselectedPods } from "./unselected-pods.ts";

/** What a plan says of traffic. */
export type Traffic = Pick<PlanDocument, "connectivity" | "halfOpen" | "unselectedPods">;

/** The traffic of each cluster of a plan. */
export function traffic(resources: readonly PlannedResource[]): Traffic {
  const clusters = plannedClusters(resources);
  const groups = securityGroups(resources);
  const objects = Map.groupBy(kubernetesObjects(resources), clusters.nameFor);
  // A cluster whose objects are elsewhere has exempt namespaces too.
  const names = [...new Set([...objects.keys(), ...clusters.all.map(({ name }) => name)])].sort();
  const parts = names.map((name) => {
    const cluster = clusters.all.find((one) => one.name === name) ?? unknownCluster(name, resources);
    return trafficOf(cluster, objects.get(name) ?? []);
  });
  return {
    connectivity: parts.flatMap((part) => part.connectivity),
    halfOpen: parts.flatMap((part) => part.halfOpen),
    unselectedPods: parts.flatMap((part) => part.unselectedPods),
  };

  function trafficOf(cluster: PlannedCluster, own: readonly KubernetesObject[]): Traffic {
    const marksOf = barriers(cluster, groups);
    const policies = readPolicies(own);
    const planned = { policies, pods: podsOf(own, policies) };
    const marked = connectivityOf(planned, cluster.vpcCidrs, cluster.isStrict).map((row): Connection => {
      const marks = marksOf(row);
      return marks.length === 0 ? row : { ...row, marks };
    });
    const all = [...marked, ...unreachableServices(resources, cluster)];
    const rows = names.length > 1 ? all.map((row) => ({ ...row, cluster: cluster.name })) : all;
    return {
      connectivity: nameLoadBalancers(rows, own),
      halfOpen: halfOpenFlows(rows, own, cluster),
      unselectedPods: unselectedPods(planned, cluster),
    };
  }
}

/** A cluster of which the plan has only objects. */
function unknownCluster(name: string, resources: readonly PlannedResource[]): PlannedCluster {
  const nothing = { nodeGroups: [], routedCidrs: [], isStrict: false, exemptNamespaces: [] };
  return { name, vpcCidrs: plannedVpcs(resources), ...nothing };
}
