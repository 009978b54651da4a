import * as pulumi from "@pulumi/pulumi";
import { type Controls, mitre, requirement } from "../../controls/ids.ts";
import { withReady } from "../contract/cluster-ref-schema.ts";
import { reachFacts } from "../contract/reach-facts.ts";
import { createAddressRules } from "../namespace/address-rules.ts";
import { type ProgramLedger, programLedger } from "../namespace/program-ledger.ts";
import { assertNoProblems } from "../shared/input/input-error.ts";
import { addressOpenings } from "../traffic/address-openings.ts";
import type { HalfOpenFlow } from "../traffic/fold.ts";
import { withClients } from "../traffic/peers/load-balancer-peer.ts";
import { createFairness } from "./api-fairness.ts";
import { inList } from "./check-tenants.ts";
import { type CheckedTenant, verdictOf } from "./checked-tenant.ts";
import { ledgerEntry, ledgerProblems } from "./ledger-entry.ts";
import type { TenantsArgs } from "./tenants-args.ts";
import { checkTenantsArgs } from "./tenants-schema.ts";
import { WorkloadNamespace } from "./workload-namespace.ts";

/**
 * How many namespaces are registered at the same time. A thousand together need twice the memory and twice the time,
 * because each waiting registration holds its whole request.
 */
const batchSize = 25;

/**
 * The namespaces of a program, with the flows between them. Traffic passes if one namespace calls and the other
 * accepts.
 *
 * The tenants' users and workloads share an API priority level, apart from the platform's.
 *
 * The constructor checks all tenants and folds their flows before it registers any resource. It then registers the
 * namespaces in batches. The engine waits for all batches.
 *
 * @example
 * ```ts
 * new Tenants("shop", {
 *   cluster,
 *   tenants: [
 *     { name: "checkout", team: "shop", calls: [{ to: { namespace: "payments" }, port: 8443 }] },
 *     { name: "payments", team: "pay", accepts: [{ from: { namespace: "checkout" }, port: 8443 }] },
 *   ],
 * });
 * ```
 */
export class Tenants extends pulumi.ComponentResource {
  /** The requirements and controls that this component serves. */
  static readonly controls: Controls = [...requirement("D2", "D4", "E5"), ...mitre("T1499")];

  /** The namespaces by name, once all are registered. */
  readonly namespaces: pulumi.Output<Readonly<Record<string, WorkloadNamespace>>>;

  readonly #halfOpen: readonly HalfOpenFlow[];
  readonly #ledger: ProgramLedger;

  /**
   * @throws InputError with all problems of all tenants, and with flows that only one end declares. If other components
   *   of the program declare namespaces of the cluster, it compares the tenants with them as well.
   */
  constructor(name: string, args: TenantsArgs, opts?: pulumi.ComponentResourceOptions) {
    const source = `Tenants "${name}"`;
    const tenants = checkTenantsArgs(source, args);
    const { cluster } = args;
    const ledger = programLedger(cluster);
    const entry = ledgerEntry(source, tenants, inList);
    assertNoProblems(source, ledgerProblems(entry, ledger.entries));
    ledger.add(entry);
    const names = tenants.map((tenant) => tenant.name);
    const inputs = { clusterName: cluster.clusterName, tenants: names, cluster: reachFacts(cluster) };
    super("casemate:workload:Tenants", name, inputs, opts);
    this.#halfOpen = tenants.flatMap((tenant) => verdictOf(tenant)?.halfOpen ?? []);
    this.#ledger = ledger;
    createAddressRules(
      name,
      { cluster, openings: addressOpenings(tenants.map(withClients)) },
      { parent: this },
    );
    const fairness = createFairness(name, { cluster, tenants }, { parent: this });
    // One resource that waits for the cluster, in place of each namespace: every dependency is sent to the engine.
    const gated = fairness === undefined ? cluster : withReady(cluster, [fairness]);
    const create = (tenant: CheckedTenant) =>
      new WorkloadNamespace(`${name}-${tenant.name}`, { cluster: gated, ...tenant }, { parent: this });
    this.namespaces = inBatches(tenants, create).apply((all) =>
      Object.fromEntries(all.map((one) => [one.namespace, one])),
    );
    // Outputs that are awaited keep the program alive until the last batch is registered.
    this.registerOutputs({
      namespaces: this.namespaces.apply((all) => Object.keys(all)),
      halfOpenFlows: this.namespaces.apply(() => this.halfOpenFlows),
    });
  }

  /** Flows that stay closed until another program declares their other end. */
  get halfOpenFlows(): readonly HalfOpenFlow[] {
    return this.#halfOpen.filter(({ missing }) => !this.#ledger.has(missing));
  }
}

/**
 * A constructor can't await. So each batch is created when the URNs of the previous batch are known, which they also
 * are at preview.
 */
function inBatches(
  tenants: readonly CheckedTenant[],
  create: (tenant: CheckedTenant) => WorkloadNamespace,
): pulumi.Output<WorkloadNamespace[]> {
  const namespaces: WorkloadNamespace[] = [];
  const next = (start: number): pulumi.Output<unknown> => {
    const batch = tenants.slice(start, start + batchSize).map(create);
    namespaces.push(...batch);
    const registered = pulumi.all(batch.flatMap(({ ready }) => ready.map(({ urn }) => urn)));
    return registered.apply(() => (start + batchSize < tenants.length ? next(start + batchSize) : undefined));
  };
  return next(0).apply(() => namespaces);
}
