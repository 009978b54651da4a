import type { ClusterRef } from "../contract/cluster-ref.ts";
import type { ExemptNamespace } from "../contract/exempt-namespaces.ts";

/** What admission may be told. */
export interface AdmissionArgs {
  /**
   * Where images may come from, as `111122223333.dkr.ecr.eu-central-1.amazonaws.com` or, narrower, with a path:
   * `registry.example.com/shop`. Always by digest.
   *
   * @default - the private registry (ECR) of the account, in its region
   */
  readonly registries?: readonly [string, ...string[]];
  /**
   * Namespaces whose objects aren't judged, beside those of Kubernetes and AWS: for the platform's own software
   * that can't comply. A `ClusterRef` of one's own has the same, so that no tenant stands in one.
   *
   * @default - none
   */
  readonly exemptNamespaces?: readonly ExemptNamespace[];
}

export interface AdmissionPoliciesArgs extends AdmissionArgs {
  /** The cluster to guard. */
  readonly cluster: Pick<ClusterRef, "provider" | "ready">;
}
