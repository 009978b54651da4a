import type { ClusterRef } from "../contract/cluster-ref.ts";
import type { TenantArgs } from "./tenant.ts";

export interface TenantsArgs {
  /** The cluster that the namespaces are in. */
  readonly cluster: ClusterRef;
  /** Each in a namespace of its own. */
  readonly tenants: readonly TenantArgs[];
}
