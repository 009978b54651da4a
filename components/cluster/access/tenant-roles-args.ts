import type { ClusterRef } from "../../contract/cluster-ref.ts";

export interface TenantRolesArgs {
  /** The cluster whose namespaces bind the roles. */
  readonly cluster: Pick<ClusterRef, "provider" | "ready">;
}
