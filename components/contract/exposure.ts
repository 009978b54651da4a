import type { ClusterRef } from "./cluster-ref.ts";
import type { Protocol } from "./flow.ts";

/**
 * Who reaches a workload through a load balancer.
 *
 * - `public`: any client on the internet, through an internet-facing load balancer in public subnets.
 * - `internal`: the VPC and the networks connected with it.
 */
export type Visibility = "public" | "internal";

/** Both, in the order of their reach. */
export const visibilities = ["public", "internal"] as const satisfies readonly Visibility[];

/**
 * A way in for traffic from outside the cluster: a load balancer to one port of a workload.
 *
 * It opens the port for the load balancers' subnets, so that requests and health checks arrive. It allows the
 * namespace's Ingresses, Gateways and Services of type LoadBalancer to ask for such a load balancer, and no wider one.
 *
 * @example { to: "frontend", port: 8080, visibility: "public" }
 */
export interface Exposure {
  /** The workload that is reached. Its pods and its Service carry its name in `app.kubernetes.io/name`. */
  readonly to: string;
  /**
   * The port on which its pods listen: 1 to 10247, 10260 to 29999, or 32768 to 65535. The others belong to kubelets and
   * node ports. Health checks use the same port. For a separate port declare a second exposure.
   */
  readonly port: number;
  /** `UDP` only for a Network Load Balancer. @default "TCP" */
  readonly protocol?: Exclude<Protocol, "SCTP">;
  /** @default "internal" */
  readonly visibility?: Visibility;
  /**
   * The address ranges of clients whose addresses a Network Load Balancer keeps, for example `["0.0.0.0/0"]`. With
   * other load balancers pods see the load balancer's address, and the client's in `X-Forwarded-For`.
   *
   * @default - none: pods see the load balancer's address
   */
  readonly clients?: readonly string[];
}

/**
 * The TCP ports of nodes and pods that load balancers may reach. Left out are those of Kubernetes' own components
 * (kubelet, kube-proxy, metrics-server) and node ports.
 */
export const loadBalancerPorts: readonly (readonly [first: number, last: number])[] = [
  [1, 10247],
  [10260, 29999],
  [32768, 65535],
];

/** The ranges of a cluster's load balancer subnets with that visibility. `undefined` or empty if it has none. */
export function loadBalancerCidrs(
  {
    publicLoadBalancerCidrs,
    internalLoadBalancerCidrs,
  }: Pick<ClusterRef, "publicLoadBalancerCidrs" | "internalLoadBalancerCidrs">,
  visibility: Visibility,
): readonly string[] {
  return (visibility === "public" ? publicLoadBalancerCidrs : internalLoadBalancerCidrs) ?? [];
}

/** An exposure as a line of the Namespace's annotation, which admission compares: `public TCP 8080 frontend`. */
export function exposureLine({ to, port, protocol = "TCP", visibility = "internal" }: Exposure): string {
  return `${visibility} ${protocol} ${port} ${to}`;
}
