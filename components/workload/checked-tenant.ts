import type { ClusterRef } from "../contract/cluster-ref.ts";
import { defaultPrefix } from "../contract/identity-prefix.ts";
import type { HalfOpenFlow } from "../traffic/fold.ts";
import type { NamedPolicy } from "../traffic/network-policy.ts";
import type { TenantArgs } from "./tenant.ts";

/** The part of a cluster that the check of tenants uses. */
export type JudgingCluster = Pick<
  ClusterRef,
  | "vpcCidr"
  | "additionalCidrs"
  | "serviceCidr"
  | "groupsPrefix"
  | "nodeClasses"
  | "exemptNamespaces"
  | "publicLoadBalancerCidrs"
  | "internalLoadBalancerCidrs"
  | "permissionsBoundary"
  | "adminRoles"
>;

/** A symbol, so that users' arguments can't set it, and a copy such as `{ cluster, ...tenant }` keeps it. */
const verdict: unique symbol = Symbol("verdict");

/**
 * A tenant that was checked together with the others of its program, with the result of folding their flows. Only
 * `judgeTenants` creates them.
 */
export type CheckedTenant = TenantArgs & { readonly [verdict]: Verdict };

/** The result of a program's check for one tenant. */
export interface Verdict {
  /** Its NetworkPolicies. Never empty: without `default-deny` all traffic would be open. */
  readonly policies: readonly [NamedPolicy, ...NamedPolicy[]];
  /** Flows that it declares and whose other end no tenant in view declares. */
  readonly halfOpen: readonly HalfOpenFlow[];
  /** The check itself, one object for all of its tenants. */
  readonly check: ProgramCheck;
}

/** The context of a check. */
export interface ProgramCheck {
  readonly cluster: JudgingCluster;
  /** How many tenants were in view. */
  readonly count: number;
}

export function checkedTenant(tenant: TenantArgs, result: Verdict): CheckedTenant {
  return { ...tenant, [verdict]: result };
}

/** The result of the check; `undefined` for a tenant that wasn't checked. */
export function verdictOf(tenant: TenantArgs): Verdict | undefined {
  return isChecked(tenant) ? tenant[verdict] : undefined;
}

/** Whether these are all tenants of one check against this cluster. */
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
  const { vpcCidr, additionalCidrs = [], serviceCidr, groupsPrefix = defaultPrefix } = cluster;
  const { publicLoadBalancerCidrs = [], internalLoadBalancerCidrs = [] } = cluster;
  const { nodeClasses = "unknown", exemptNamespaces = [], adminRoles = [] } = cluster;
  // The boundary may be an output. Only whether there is one matters.
  const hasBoundary = cluster.permissionsBoundary !== undefined;
  return JSON.stringify([
    [vpcCidr, additionalCidrs, serviceCidr, groupsPrefix, nodeClasses, exemptNamespaces],
    [publicLoadBalancerCidrs, internalLoadBalancerCidrs, adminRoles],
    hasBoundary,
  ]);
}
