import type { ClusterRef } from "../contract/cluster-ref.ts";

/** Settings of each node of a cluster. */
export interface NodeSettings {
  /** The proxy for the nodes' own connections, for example to registries. Pods don't use it. @default - none */
  readonly proxy?: NodeProxy;
  /**
   * Certificates of private authorities in PEM, which the nodes trust in addition to the public ones. Registries and
   * proxies can have certificates of them. Pods don't trust them.
   *
   * @default - none
   */
  readonly certificateAuthorities?: readonly string[];
  /**
   * Tags of instances, volumes and network interfaces. The AWS provider's `defaultTags` are added; these win.
   *
   * @default - the provider's `defaultTags`
   */
  readonly tags?: Readonly<Record<string, string>>;
}

export interface NodeProxy {
  /** The URL of the proxy, without a password, for example `http://proxy.example.com:3128`. */
  readonly url: string;
  /**
   * Hosts, domains and ranges that nodes reach without the proxy, for example `[".example.com"]`. The cluster, the VPC
   * and AWS's services are never reached by the proxy.
   *
   * @default - no others
   */
  readonly noProxy?: readonly string[];
}

/** The part of a cluster whose addresses never go to the proxy. */
export type ProxiedCluster = Pick<ClusterRef, "serviceCidr"> &
  Partial<Pick<ClusterRef, "vpcCidr" | "additionalCidrs">>;

/**
 * What a node reaches without the proxy. AWS's services have endpoints in the VPC. Their names don't match the VPC's
 * range, because clients compare names before they look up addresses.
 */
export function noProxyOf(proxy: NodeProxy, cluster: ProxiedCluster): string[] {
  return [
    "localhost",
    "127.0.0.0/8",
    // Instance metadata, the Pod Identity agent and Amazon's time and DNS.
    "169.254.0.0/16",
    ...(cluster.vpcCidr === undefined ? [] : [cluster.vpcCidr]),
    ...(cluster.additionalCidrs ?? []),
    cluster.serviceCidr,
    ".cluster.local",
    ".svc",
    ".internal",
    ".amazonaws.com",
    ".amazonaws.com.cn",
    ".api.aws",
    ".on.aws",
    ...(proxy.noProxy ?? []),
  ];
}
