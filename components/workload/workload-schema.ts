import { z } from "zod";
import { awsPolicyProblems } from "../namespace/aws-policy.ts";
import type { InputProblem } from "../shared/input/input-error.ts";
import { reporting } from "../shared/input/reporting.ts";
import { listOf, optional, strictObject, trueOrFalse } from "../shared/input/schemas.ts";
import { accountName, serviceAccountRef } from "./access/deployer-schema.ts";
import type { WorkloadArgs } from "./workload-args.ts";

/** Admission compares each with the tokens of a pod. */
const audienceLimit = 10;
const accountLimit = 20;

const anAudience = "the audience of a server's tokens, such as sts.amazonaws.com or vault";

const audience = z
  .string(anAudience)
  .regex(/^[\x21-\x7e]{1,253}$/, anAudience)
  .check(reporting(audienceProblems));

/** What a tenant says of one workload. */
export const workloadSchema = strictObject({
  awsPolicy: optional(
    z.unknown().check(reporting(awsPolicyProblems)) as z.ZodType<
      NonNullable<WorkloadArgs["awsPolicy"]>,
      NonNullable<WorkloadArgs["awsPolicy"]>
    >,
  ),
  kubernetesApi: optional(trueOrFalse),
  tokenAudiences: optional(
    listOf(audience, "audiences, such as [sts.amazonaws.com]", [
      audienceLimit,
      `at most ${audienceLimit} audiences`,
    ]).refine((list) => new Set(list).size === list.length, "each audience once"),
  ),
  operatedBy: optional(serviceAccountRef),
  serviceAccounts: optional(
    listOf(accountName, "service accounts, such as [rabbit-server]", [
      accountLimit,
      `at most ${accountLimit} service accounts`,
    ])
      .refine((list) => list.length > 0, "at least one account; omit the field for the workload's name")
      .refine((list) => new Set(list).size === list.length, "each account once"),
  ),
} satisfies Readonly<Record<keyof WorkloadArgs, z.ZodType>>).check(
  reporting(["awsPolicy", "operatedBy", "serviceAccounts"], accountProblems),
);

/** The API server accepts tokens with its own audiences: on EKS `https://kubernetes.default.svc`, and its issuer. */
const apiAudience =
  /^(https:\/\/)?kubernetes(\.default(\.svc(\.cluster\.local)?)?)?\/?$|^https:\/\/oidc\.eks[.-]/i;

function audienceProblems(name: string): InputProblem[] {
  return apiAudience.test(name)
    ? [
        {
          path: "",
          received: name,
          allowed: `${anAudience}: this one is the Kubernetes API's own`,
          fix: "Set kubernetesApi: true for a token of the Kubernetes API.",
        },
      ]
    : [];
}

function accountProblems({
  awsPolicy,
  operatedBy,
  serviceAccounts,
}: Pick<WorkloadArgs, "awsPolicy" | "operatedBy" | "serviceAccounts">): InputProblem[] {
  if (serviceAccounts === undefined) {
    return [];
  }
  if (operatedBy === undefined) {
    return [
      {
        path: "serviceAccounts",
        received: serviceAccounts,
        allowed: "accounts of a workload with operatedBy; the account of others has the workload's name",
        fix: "Remove it, or name the operator that creates the accounts in operatedBy.",
      },
    ];
  }
  return awsPolicy !== undefined && serviceAccounts.length > 1
    ? [
        {
          path: "serviceAccounts",
          received: serviceAccounts,
          allowed: "one account for a workload with awsPolicy: the role is the account's",
          fix: "Write a workload for each account.",
        },
      ]
    : [];
}
