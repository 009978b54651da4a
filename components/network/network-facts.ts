import type { NetworkRef } from "../contract/network-ref.ts";
import { planSubnets } from "./cidr.ts";
import type { ClusterNetworkArgs } from "./cluster-network-args.ts";
import { gatewayService, newServices } from "./endpoints/additional-endpoints.ts";
import { interfaceServices } from "./endpoints/endpoint-services.ts";
import { planLoadBalancers } from "./load-balancer-plan.ts";

/** The facts of a network that don't depend on the account. */
export type NetworkFacts = Required<
  Pick<
    NetworkRef,
    | "cidr"
    | "additionalCidrs"
    | "controlPlaneCidrs"
    | "publicLoadBalancerCidrs"
    | "internalLoadBalancerCidrs"
    | "egress"
    | "endpointServices"
  >
>;

/** What a `ClusterNetwork` with these arguments has. It is known before the network is created. */
export function networkFacts(args: ClusterNetworkArgs): NetworkFacts {
  const { cidr, additionalCidrs = [], egress = "none", zones, additionalEndpoints = [] } = args;
  const gateways = additionalEndpoints.some(({ service }) => service === gatewayService)
    ? ["s3", gatewayService]
    : ["s3"];
  const loadBalancers = planLoadBalancers(cidr, {
    zones: zones?.length ?? 3,
    loadBalancers: args.loadBalancers ?? [],
  });
  return {
    cidr,
    additionalCidrs,
    controlPlaneCidrs: planSubnets(cidr, zones?.length ?? 3).controlPlane,
    publicLoadBalancerCidrs: loadBalancers.public ?? [],
    internalLoadBalancerCidrs: loadBalancers.internal ?? [],
    egress,
    endpointServices: [...gateways, ...interfaceServicesOf(args)],
  };
}

/**
 * The services with an interface endpoint. They stay with egress `nat`. Otherwise, a change from `none` would delete them
 * before the cluster's stack opens its nodes' security group. Nodes would have no way to AWS's APIs in between.
 */
export function interfaceServicesOf({
  interfaceEndpoints = true,
  additionalEndpoints = [],
}: Pick<ClusterNetworkArgs, "interfaceEndpoints" | "additionalEndpoints">): string[] {
  const additional = newServices(additionalEndpoints)
    .map(({ service }) => service)
    .filter((service) => service !== gatewayService);
  return interfaceEndpoints ? [...interfaceServices, ...additional] : [];
}
