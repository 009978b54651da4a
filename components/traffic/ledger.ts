import type { InputProblem } from "../shared/input/input-error.ts";
import type { FlowTenant } from "./flows/declared-flow.ts";
import { foldFlows } from "./fold.ts";

/** The namespaces that one component of a program declares. */
export interface LedgerEntry<T extends FlowTenant = FlowTenant> {
  /** The component, for example `Tenants "shop"`. */
  readonly owner: string;
  readonly tenants: readonly T[];
  /** The start of a tenant's paths, such as `tenants[1].`. */
  readonly at: (index: number) => string;
}

/**
 * The problems that a component's namespaces have only together with namespaces of other components:
 *
 * - two namespaces with one name
 * - a flow that only one end declares
 * - a flow with a workload that isn't declared
 *
 * The namespaces of each component have no problems among themselves. Paths of other components begin with their owner.
 */
export function crossProblems(own: LedgerEntry, others: readonly LedgerEntry[]): InputProblem[] {
  const duplicates = duplicateProblems(own, others);
  // With two namespaces of one name, every flow with it would be a problem too.
  return duplicates.length > 0 ? duplicates : flowProblems(own, others);
}

function duplicateProblems(own: LedgerEntry, others: readonly LedgerEntry[]): InputProblem[] {
  const owners = new Map(others.flatMap(({ owner, tenants }) => tenants.map(({ name }) => [name, owner])));
  return own.tenants.flatMap(({ name }, index) => {
    const owner = owners.get(name);
    return owner === undefined
      ? []
      : [
          {
            path: `${own.at(index)}name`,
            received: name,
            allowed: `a namespace that no other component of this program creates; ${owner} creates ${name}`,
            fix: "Declare each namespace once.",
          },
        ];
  });
}

function flowProblems(own: LedgerEntry, others: readonly LedgerEntry[]): InputProblem[] {
  const { tenants, at } = together([...others.map(withOwner), own]);
  const known = new Set(foldFlows(own.tenants, own.at).problems.map(keyOf));
  return foldFlows(tenants, at).problems.filter((problem) => !known.has(keyOf(problem)));
}

/** All namespaces, and the start of the paths of each. */
export function together<T extends FlowTenant>(
  entries: readonly LedgerEntry<T>[],
): { readonly tenants: readonly T[]; readonly at: (index: number) => string } {
  const paths = entries.flatMap(({ tenants, at }) => tenants.map((_, index) => at(index)));
  return { tenants: entries.flatMap(({ tenants }) => tenants), at: (index) => paths[index] ?? "" };
}

/** The same entry with its owner at the start of its paths. */
export function withOwner<T extends FlowTenant>({ owner, tenants, at }: LedgerEntry<T>): LedgerEntry<T> {
  return { owner, tenants, at: (index) => `${owner}: ${at(index)}` };
}

function keyOf({ path, allowed }: InputProblem): string {
  return `${path}\n${allowed}`;
}
