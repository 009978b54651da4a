import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { ExemptNamespace } from "./exempt-namespaces.ts";

/**
 * What namespaces and node pools need to know of a cluster: `HardenedCluster` is one, and an object literal
 * for a cluster of one's own fits as well.
 *
 * The names and addresses are plain strings, known at preview: policies are computed from them.
 */
export interface ClusterRef {
  /** The cluster's name in EKS. */
  readonly clusterName: string;
  /** The control plane's minor version, as `1.35`, of at least 1.25. Pod Security is pinned to it. */
  readonly kubernetesVersion: string;
  /**
   * Applies objects to this cluster. Give it a literal `clusterIdentifier`, chosen once: without one an
   * unknown kubeconfig plans to replace every namespace.
   */
  readonly provider: k8s.Provider;
  /** The IPv4 range of the VPC, as `10.64.0.0/16`. */
  readonly vpcCidr: string;
  /** The IPv4 range of Service addresses, as `172.20.0.0/16`; its first address is the API server's. */
  readonly serviceCidr: string;
  /**
   * What the cluster puts before the group names of people's tokens.
   *
   * @default "oidc:"
   */
  readonly groupsPrefix?: string;
  /**
   * The cluster has the ClusterRoles of `TenantRoles`, and namespaces bind them.
   *
   * @default false - each namespace gets Roles of its own, with the same rules
   */
  readonly hasTenantRoles?: boolean;
  /** The compliance classes that have a node pool. @default - not known, so not checked */
  readonly nodeClasses?: readonly string[];
  /** What `AdmissionPolicies` leave out: no tenant may stand there. @default - none but Kubernetes' and AWS's own */
  readonly exemptNamespaces?: readonly ExemptNamespace[];
  /** What must stand before anything is applied to the cluster, such as its admins' access. */
  readonly ready?: pulumi.Input<pulumi.Resource[]>;
}
