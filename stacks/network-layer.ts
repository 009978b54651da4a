import * as pulumi from "@pulumi/pulumi";
import { ClusterNetwork } from "../components/index.ts";
import type { NetworkConfig } from "./config-schema.ts";

/** The layer `network`: the VPC for the cluster of a `platform` stack. */
export async function network({ name, layer: _, ...args }: NetworkConfig): Promise<object> {
  const { vpcId, cidr, egress, privateSubnetIds, controlPlaneSubnetIds, s3PrefixListId } = new ClusterNetwork(
    name,
    args,
  );
  return {
    network: pulumi.output({ vpcId, cidr, egress, privateSubnetIds, controlPlaneSubnetIds, s3PrefixListId }),
  };
}
