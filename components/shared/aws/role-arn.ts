import { z } from "zod";
import type { InputProblem } from "../input/input-error.ts";
import { reporting } from "../input/reporting.ts";

/** An IAM role's ARN. Its groups are partition, account, and the role's path and name. */
export const roleArn = /^arn:(aws[a-z-]*):iam::(\d{12}):role\/([\w+=,.@/-]+)$/;

/** The ARN of an IAM role that an access entry of EKS can have. @param example - a role's name, such as `ci` */
export function roleArnSchema(example: string) {
  const allowed = `the ARN of an IAM role, such as arn:aws:iam::111122223333:role/${example}`;
  return z
    .string(allowed)
    .check(reporting((role) => roleProblems(role, allowed)))
    .meta({ pattern: roleArn.source });
}

function roleProblems(role: string, allowed: string): InputProblem[] {
  const [, , , name] = roleArn.exec(role) ?? [];
  const refuse = (fix?: string): InputProblem[] => [
    { path: "", received: role, allowed, ...(fix !== undefined && { fix }) },
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
