import type { z } from "zod";
import { appliedClusterSchema } from "../../contract/cluster-ref-schema.ts";
import type { InputProblem } from "../../shared/input/input-error.ts";
import { schemaProblems } from "../../shared/input/schema-problems.ts";
import { strictObject } from "../../shared/input/schemas.ts";
import type { TenantRolesArgs } from "./tenant-roles-args.ts";

export const tenantRolesShape = {
  cluster: appliedClusterSchema,
} satisfies Readonly<Record<keyof TenantRolesArgs, z.ZodType>>;

const tenantRolesSchema = strictObject(tenantRolesShape) satisfies z.ZodType<TenantRolesArgs>;

/** Arguments that a stack's config doesn't have, and why. */
export const tenantRolesNotInConfig = {
  cluster: "the cluster of the stack, which creates the roles",
} satisfies Partial<Record<keyof TenantRolesArgs, string>>;

/** Everything wrong with the arguments of roles for tenants. */
export function tenantRolesProblems(args: TenantRolesArgs): readonly InputProblem[] {
  return schemaProblems(tenantRolesSchema, args satisfies z.input<typeof tenantRolesSchema>);
}
