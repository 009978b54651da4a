import type { z } from "zod";
import { clusterSchema } from "../contract/cluster-ref-schema.ts";
import { assertNoProblems } from "../shared/input/input-error.ts";
import { judge } from "../shared/input/schema-problems.ts";
import { strictObject } from "../shared/input/schemas.ts";
import type { HalfOpenFlow } from "../traffic/fold.ts";
import type { NamedPolicy } from "../traffic/network-policy.ts";
import { alone, judgeTenants } from "./check-tenants.ts";
import { verdictOf } from "./checked-tenant.ts";
import { tenantShape } from "./tenant-schema.ts";
import type { WorkloadNamespaceArgs } from "./workload-namespace-args.ts";

const workloadNamespaceSchema = strictObject({
  ...tenantShape,
  cluster: clusterSchema,
} satisfies Readonly<
  Record<keyof WorkloadNamespaceArgs, z.ZodType>
>) satisfies z.ZodType<WorkloadNamespaceArgs>;

/** The result of checking a namespace's arguments. */
export interface CheckedNamespace {
  readonly policies: readonly NamedPolicy[];
  readonly halfOpen: readonly HalfOpenFlow[];
  /** Whether a `Tenants` creates it, which does the rest for all its namespaces together. */
  readonly isPart: boolean;
}

/**
 * The policies of a namespace. `Tenants` has already checked its namespaces, and lists their half-open flows itself.
 *
 * @throws InputError with all problems of the arguments
 */
export function checkNamespaceArgs(source: string, args: WorkloadNamespaceArgs): CheckedNamespace {
  const verdict = verdictOf(args);
  if (verdict !== undefined) {
    return { policies: verdict.policies, halfOpen: [], isPart: true };
  }
  const { faults } = judge(workloadNamespaceSchema, args satisfies z.input<typeof workloadNamespaceSchema>);
  const hasCluster = !faults.some(([first]) => first === undefined || first === "cluster");
  const { problems, tenants } = judgeTenants([args], {
    prefix: alone,
    schema: workloadNamespaceSchema,
    cluster: hasCluster ? args.cluster : undefined,
  });
  assertNoProblems(source, problems);
  const [result] = tenants.map(verdictOf);
  return { policies: result?.policies ?? [], halfOpen: result?.halfOpen ?? [], isPart: false };
}
