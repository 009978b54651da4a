import type { ClusterRef } from "../contract/cluster-ref.ts";
import type { TenantArgs } from "./tenant.ts";

export interface TenantsArgs {
  /** The cluster that the namespaces are in. */
  readonly cluster: ClusterRef;
  /** The tenants. Each gets its own namespace. */
  readonly tenants: readonly TenantArgs[];
}
