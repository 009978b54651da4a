import type { ClusterRef } from "../contract/cluster-ref.ts";
import type { ExemptNamespace } from "../contract/exempt-namespaces.ts";

/** The settings of admission. */
export interface AdmissionArgs {
  /**
   * Registries that images may come from, always by digest. For example
   * `111122223333.dkr.ecr.eu-central-1.amazonaws.com`, or with a path: `registry.example.com/shop`.
   *
   * @default - the private registry (ECR) of the account, in its region
   */
  readonly registries?: readonly [string, ...string[]];
  /**
   * Namespaces whose objects the policies don't check, in addition to those of Kubernetes and AWS. Use it for the
   * platform's own software that can't comply. List the same namespaces in your `ClusterRef`, so that no tenant can
   * use one.
   *
   * @default - none
   */
  readonly exemptNamespaces?: readonly ExemptNamespace[];
  /**
   * Keys of annotations that tenants may set on Ingresses, Gateways and routes, in addition to those that Casemate knows
   * to be harmless. For example `nginx.ingress.kubernetes.io/rewrite-target`. Values with characters of a proxy's
   * configuration are refused with these keys too.
   *
   * @default - none
   */
  readonly trafficAnnotations?: readonly string[];
  /**
   * StorageClasses that tenants may name in their `storageClasses`, in addition to the encrypted default of the cluster.
   * Their volumes must be encrypted under your key.
   *
   * @default - none
   */
  readonly storageClasses?: readonly string[];
  /**
   * VolumeAttributesClasses that tenants may name in their `volumeAttributesClasses`. They set the throughput of volumes,
   * and so their price.
   *
   * @default - none
   */
  readonly volumeAttributesClasses?: readonly string[];
}

export interface AdmissionPoliciesArgs extends AdmissionArgs {
  /** The cluster to guard. */
  readonly cluster: Pick<ClusterRef, "provider" | "ready">;
}
