import type { LedgerTenant } from "../namespace/program-ledger.ts";
import type { InputProblem } from "../shared/input/input-error.ts";
import { crossProblems, type LedgerEntry, together, withOwner } from "../traffic/ledger.ts";
import { hostProblems } from "./hosts.ts";
import { type TenantArgs, workloadsOf } from "./tenant.ts";

/** What other components of the program compare with these tenants. */
export function ledgerEntry(
  owner: string,
  tenants: readonly TenantArgs[],
  at: LedgerEntry["at"],
): LedgerEntry<LedgerTenant> {
  return {
    owner,
    at,
    tenants: tenants.map((tenant) => ({
      name: tenant.name,
      workloads: workloadsOf(tenant),
      accepts: tenant.accepts,
      calls: tenant.calls,
      hosts: tenant.hosts,
    })),
  };
}

/** The problems of tenants together with those that other components of the program declare. */
export function ledgerProblems(
  own: LedgerEntry<LedgerTenant>,
  others: readonly LedgerEntry<LedgerTenant>[],
): InputProblem[] {
  if (others.length === 0) {
    return [];
  }
  const { tenants, at } = together([...others.map(withOwner), own]);
  const paths = new Set(own.tenants.map((_, index) => own.at(index)));
  const ownHosts = hostProblems(tenants, at).filter(({ path }) =>
    paths.has(path.slice(0, path.lastIndexOf("hosts["))),
  );
  return [...crossProblems(own, others), ...ownHosts];
}
