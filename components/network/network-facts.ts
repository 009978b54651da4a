import type { NetworkRef } from "../contract/network-ref.ts";
import { planSubnets } from "./cidr.ts";
import type { ClusterNetworkArgs } from "./cluster-network-args.ts";
import { interfaceServices } from "./endpoints/endpoint-services.ts";

/** The facts of a network that don't depend on the account. */
export type NetworkFacts = Required<
  Pick<NetworkRef, "cidr" | "additionalCidrs" | "controlPlaneCidrs" | "egress" | "endpointServices">
>;

/** What a `ClusterNetwork` with these arguments has. It is known before the network is created. */
export function networkFacts({ cidr, egress = "none", zones }: ClusterNetworkArgs): NetworkFacts {
  return {
    cidr,
    additionalCidrs: [],
    controlPlaneCidrs: planSubnets(cidr, zones?.length ?? 3).controlPlane,
    egress,
    endpointServices: ["s3", ...(egress === "none" ? interfaceServices : [])],
  };
}
