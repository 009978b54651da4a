import { z } from "zod";
import { roleArnSchema } from "../../shared/aws/role-arn.ts";
import { type InputProblem, under } from "../../shared/input/input-error.ts";
import { orLater } from "../../shared/input/plain-form.ts";
import { eachOnce } from "../../shared/input/reporting.ts";
import { schemaProblems } from "../../shared/input/schema-problems.ts";
import { nonEmpty, strictObject } from "../../shared/input/schemas.ts";
import type { ClusterAdmin } from "./cluster-admin.ts";

/** An IAM role that an access entry of EKS can have. */
export const roleSchema = orLater(roleArnSchema("platform-admin"));

const someAdmins = "a list of at least one { role }: without one, nobody can enter the cluster";

/**
 * The administrators of a cluster. The component checks roles that are outputs once they are known, before it creates
 * resources.
 */
export const adminsSchema = nonEmpty(
  z
    .array(
      strictObject({ role: roleSchema } satisfies Record<keyof ClusterAdmin, z.ZodType>, "{ role }"),
      someAdmins,
    )
    .min(1, someAdmins)
    .check(
      eachOnce<ClusterAdmin>({
        key: ({ role }) => (typeof role === "string" ? role : undefined),
        field: "role",
        allowed: "each role once",
        fix: (first) => `It is admins[${first}] already.`,
      }),
    ),
);

/** The problems of the admins' roles: an empty list, an ARN of something else, or a role named twice. */
export function adminProblems(roles: readonly string[]): InputProblem[] {
  return under(
    "admins",
    schemaProblems(
      adminsSchema,
      roles.map((role) => ({ role })),
    ),
  );
}
