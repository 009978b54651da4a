import * as pulumi from "@pulumi/pulumi";
import { ClusterNetwork } from "../components/index.ts";
import type { NetworkConfig } from "./config-schema.ts";

/** The layer `network`: the VPC for the cluster of a `platform` stack. */
export async function network({ name, layer: _, ...args }: NetworkConfig): Promise<object> {
  const network = new ClusterNetwork(name, args);
  const { vpcId, cidr, additionalCidrs, controlPlaneCidrs, egress, endpointServices } = network;
  const { publicLoadBalancerCidrs, internalLoadBalancerCidrs } = network;
  const { privateSubnetIds, podSubnetIds, controlPlaneSubnetIds, routeTableIds, s3PrefixListId } = network;
  return {
    network: pulumi.output({
      vpcId,
      cidr,
      additionalCidrs,
      controlPlaneCidrs,
      egress,
      publicLoadBalancerCidrs,
      internalLoadBalancerCidrs,
      endpointServices,
      privateSubnetIds,
      podSubnetIds,
      controlPlaneSubnetIds,
      routeTableIds,
      s3PrefixListId,
    }),
  };
}
