import { z } from "zod";
import { clusterSchema } from "../contract/cluster-ref-schema.ts";
import { assertNoProblems, InputError } from "../shared/input/input-error.ts";
import { judge } from "../shared/input/schema-problems.ts";
import { listOf, strictObject } from "../shared/input/schemas.ts";
import { inList, judgeTenants } from "./check-tenants.ts";
import { areChecked, type CheckedTenant } from "./checked-tenant.ts";
import type { TenantArgs } from "./tenant.ts";
import type { TenantsArgs } from "./tenants-args.ts";

export const tenantsShape = {
  cluster: clusterSchema,
  // `judgeTenants` checks each, together with the others.
  tenants: listOf(
    z.custom<TenantArgs>(() => true),
    "tenants, such as { name, team }",
  ),
} satisfies Readonly<Record<keyof TenantsArgs, z.ZodType>>;

const tenantsSchema = strictObject(tenantsShape) satisfies z.ZodType<TenantsArgs>;

/** Arguments that a stack's config doesn't have, and why. */
export const tenantsNotInConfig = {
  cluster: "the cluster of the stack, or of its platform's stack",
} satisfies Partial<Record<keyof TenantsArgs, string>>;

/**
 * The tenants, each with its policies. Tenants that were already checked against this cluster aren't checked again.
 *
 * @throws InputError with all problems of the arguments
 */
export function checkTenantsArgs(source: string, args: TenantsArgs): readonly CheckedTenant[] {
  const { problems, faults } = judge(tenantsSchema, args satisfies z.input<typeof tenantsSchema>);
  // `judgeTenants` finds the problems of single tenants.
  const otherProblems = problems.filter(({ path }) => !path.startsWith("tenants["));
  if (
    faults.some(([field, ...inner]) => field === undefined || (field === "tenants" && inner.length === 0))
  ) {
    throw new InputError(source, otherProblems);
  }
  const cluster = faults.some(([field]) => field === "cluster") ? undefined : args.cluster;
  if (cluster !== undefined && otherProblems.length === 0 && areChecked(args.tenants, cluster)) {
    return args.tenants;
  }
  const judged = judgeTenants(args.tenants, { prefix: inList, cluster });
  assertNoProblems(source, [...otherProblems, ...judged.problems]);
  return judged.tenants;
}
