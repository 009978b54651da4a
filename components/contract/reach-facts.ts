import type * as pulumi from "@pulumi/pulumi";
import type { ClusterRef } from "./cluster-ref.ts";

/**
 * The facts by which a plan judges whether a flow gets through the network around its cluster. A component registers
 * them as its input `cluster`, because the cluster can belong to another stack.
 */
export function reachFacts(cluster: ClusterRef): Readonly<Record<string, pulumi.Input<unknown>>> {
  const { vpcCidr, additionalCidrs = [], serviceCidr, exemptNamespaces = [] } = cluster;
  const { egress, connectedCidrs, endpointServices, controlPlaneCidrs, nodeSecurityGroupId, nodeRules } =
    cluster;
  const { networkPolicyMode } = cluster;
  return {
    vpcCidrs: [vpcCidr, ...additionalCidrs],
    serviceCidr,
    exemptNamespaces: exemptNamespaces.map(({ name }) => name),
    ...(egress !== undefined && { egress }),
    ...(connectedCidrs !== undefined && { connectedCidrs }),
    ...(endpointServices !== undefined && { endpointServices }),
    ...(controlPlaneCidrs !== undefined && { controlPlaneCidrs }),
    ...(networkPolicyMode !== undefined && { networkPolicyMode }),
    ...(nodeSecurityGroupId !== undefined && { nodeSecurityGroupId }),
    ...(nodeRules !== undefined && { nodeRules: nodeRules.map((rule) => ({ ...rule })) }),
  };
}
