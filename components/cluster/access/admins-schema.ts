import { z } from "zod";
import { type InputProblem, under } from "../../shared/input/input-error.ts";
import { orLater } from "../../shared/input/plain-form.ts";
import { eachOnce, reporting } from "../../shared/input/reporting.ts";
import { schemaProblems } from "../../shared/input/schema-problems.ts";
import { nonEmpty, strictObject } from "../../shared/input/schemas.ts";
import type { ClusterAdmin } from "./cluster-admin.ts";

/** An IAM role's ARN. Its groups are partition, account, and the role's path and name. */
export const roleArn = /^arn:(aws[a-z-]*):iam::(\d{12}):role\/([\w+=,.@/-]+)$/;
const allowedRole = "the ARN of an IAM role, such as arn:aws:iam::111122223333:role/platform-admin";

/** An IAM role that an access entry of EKS can have. */
export const roleSchema = orLater(
  z.string(allowedRole).check(reporting(roleProblems)).meta({ pattern: roleArn.source }),
);

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

function roleProblems(role: string): InputProblem[] {
  const [, , , name] = roleArn.exec(role) ?? [];
  const refuse = (fix?: string): InputProblem[] => [
    { path: "", received: role, allowed: allowedRole, ...(fix !== undefined && { fix }) },
  ];
  if (name === undefined) {
    const session = /^arn:(aws[a-z-]*):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(role);
    return refuse(
      session === null
        ? undefined
        : `This is a session of the role; STS leaves out the role's path. Look it up: aws iam get-role --role-name ${session[3]}.`,
    );
  }
  if (name.startsWith("aws-service-role/")) {
    return refuse("EKS allows no service-linked roles.");
  }
  return /^AWSReservedSSO_/.test(name)
    ? refuse(`The path is missing. Look the ARN up: aws iam get-role --role-name ${name}.`)
    : [];
}
