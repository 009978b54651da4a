import type { ClusterRef } from "../contract/cluster-ref.ts";
import type { TenantArgs } from "./tenant.ts";

export interface WorkloadNamespaceArgs extends TenantArgs {
  /** The cluster that the namespace is in. */
  readonly cluster: ClusterRef;
}
