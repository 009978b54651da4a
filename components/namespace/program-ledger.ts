import * as pulumi from "@pulumi/pulumi";
import type { ClusterRef } from "../contract/cluster-ref.ts";
import type { FlowTenant } from "../traffic/flows/declared-flow.ts";
import type { LedgerEntry } from "../traffic/ledger.ts";

/** A namespace with all that components compare across a program. */
export interface LedgerTenant extends FlowTenant {
  readonly hosts?: readonly string[] | undefined;
}

/** The namespaces that the components of a program declare for one cluster. */
export interface ProgramLedger {
  /** In the order of the program. */
  readonly entries: readonly LedgerEntry<LedgerTenant>[];
  add(entry: LedgerEntry<LedgerTenant>): void;
  /** Whether a component of the program declares this namespace. */
  has(namespace: string): boolean;
}

/** By program, and then by the provider that applies objects to a cluster. Both end with the program. */
const ledgers = new WeakMap<object, WeakMap<object, Ledger>>();

class Ledger implements ProgramLedger {
  readonly entries: LedgerEntry<LedgerTenant>[] = [];
  readonly #names = new Set<string>();

  add(entry: LedgerEntry<LedgerTenant>): void {
    this.entries.push(entry);
    for (const { name } of entry.tenants) {
      this.#names.add(name);
    }
  }

  has(namespace: string): boolean {
    return this.#names.has(namespace);
  }
}

/**
 * The ledger of the running program for this cluster. Clusters stay apart, and so do programs that one process runs one
 * after the other: each has its own stack. Without a stack, for example in a unit test with mocks, nothing is remembered.
 */
export function programLedger({ provider }: Pick<ClusterRef, "provider">): ProgramLedger {
  const stack = pulumi.runtime.getStackResource();
  if (stack === undefined) {
    return new Ledger();
  }
  const clusters = ledgers.get(stack) ?? new WeakMap<object, Ledger>();
  ledgers.set(stack, clusters);
  const ledger = clusters.get(provider) ?? new Ledger();
  clusters.set(provider, ledger);
  return ledger;
}
