import type { ClusterRef } from "../contract/cluster-ref.ts";
import { defaultPrefix } from "../contract/identity-prefix.ts";
import type { HalfOpenFlow } from "../traffic/fold.ts";
import type { NamedPolicy } from "../traffic/network-policy.ts";
import type { TenantArgs } from "./tenant.ts";

/** The part of a cluster that tenants are judged by. */
export type JudgingCluster = Pick<
  ClusterRef,
  "vpcCidr" | "serviceCidr" | "groupsPrefix" | "nodeClasses" | "exemptNamespaces"
>;

/** Out of reach of users' arguments, and kept by a copy such as `{ cluster, ...tenant }`. */
const verdict: unique symbol = Symbol("verdict");

/**
 * A tenant that was checked together with the others of its program, with what comes of folding their flows.
 * `checkTenants` alone makes them.
 */
export type CheckedTenant = TenantArgs & { readonly [verdict]: Verdict };

/** What the check of a program found out about one tenant. */
export interface Verdict {
  /** Its NetworkPolicies. Never none: without `default-deny` everything would be open. */
  readonly policies: readonly [NamedPolicy, ...NamedPolicy[]];
  /** Flows that it declares, and whose other end no tenant in view does. */
  readonly halfOpen: readonly HalfOpenFlow[];
  /** The check itself, one object for all of its tenants. */
  readonly check: ProgramCheck;
}

/** What tenants were checked with. */
export interface ProgramCheck {
  readonly cluster: JudgingCluster;
  /** How many tenants were in view. */
  readonly count: number;
}

export function checkedTenant(tenant: TenantArgs, result: Verdict): CheckedTenant {
  return { ...tenant, [verdict]: result };
}

/** What the check found out; `undefined` for a tenant that wasn't checked. */
export function verdictOf(tenant: TenantArgs): Verdict | undefined {
  return isChecked(tenant) ? tenant[verdict] : undefined;
}

/** Whether these are all tenants of one check, and it was against this cluster. */
export function areChecked(
  tenants: readonly TenantArgs[],
  cluster: JudgingCluster,
): tenants is readonly CheckedTenant[] {
  const [first] = tenants;
  const check = first === undefined ? undefined : verdictOf(first)?.check;
  return (
    check !== undefined &&
    check.count === tenants.length &&
    tenants.every((tenant) => verdictOf(tenant)?.check === check) &&
    facts(check.cluster) === facts(cluster)
  );
}

function isChecked(tenant: TenantArgs): tenant is CheckedTenant {
  return typeof tenant === "object" && tenant !== null && verdict in tenant;
}

function facts(cluster: JudgingCluster): string {
  const { vpcCidr, serviceCidr, groupsPrefix = defaultPrefix, nodeClasses, exemptNamespaces = [] } = cluster;
  return JSON.stringify([vpcCidr, serviceCidr, groupsPrefix, nodeClasses ?? "unknown", exemptNamespaces]);
}
