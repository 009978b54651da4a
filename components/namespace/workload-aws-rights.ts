import * as pulumi from "@pulumi/pulumi";
import type { Waiver } from "../contract/waiver.ts";
import { awsRightProblems } from "../shared/aws/aws-right-problems.ts";
import type { PolicyDocument } from "../shared/aws/policy-document.ts";
import { assertNoProblems, type InputProblem, under } from "../shared/input/input-error.ts";
import { isLater } from "../shared/input/sdk-values.ts";
import { awsPolicyProblems } from "./aws-policy.ts";

/** An IAM policy that a user gives to a workload. */
type GivenPolicy = pulumi.Input<string | PolicyDocument>;

/** The workloads of a namespace of any owner, by name. */
type Workloads = Readonly<Record<string, { readonly awsPolicy?: GivenPolicy }>>;

/** The controls that waivers loosen. Expired waivers are problems by themselves. */
function waivedControls(waivers: readonly Waiver[] = []): ReadonlySet<string> {
  return new Set(waivers.map(({ control }) => control));
}

/** The rights in AWS that the workloads must not have, by the policies that are known already. */
export function awsProblems(workloads: Workloads, waivers: readonly Waiver[] | undefined): InputProblem[] {
  const waived = waivedControls(waivers);
  return Object.entries(workloads).flatMap(([workload, { awsPolicy }]) =>
    under(policyPath(workload), awsRightProblems(awsPolicy, waived)),
  );
}

/**
 * A workload's policy. If it is an output, it is judged once its value is known, before IAM gets it.
 *
 * @throws InputError in the output, with the problems that a plain value would have
 */
export function judgedPolicy(
  source: string,
  waivers: readonly Waiver[] | undefined,
  [workload, policy]: readonly [workload: string, policy: GivenPolicy],
): GivenPolicy {
  if (!isLater(policy) && typeof policy !== "object") {
    return policy;
  }
  // Values inside of an object may be outputs too, for example the ARN of a table.
  return pulumi.output(policy).apply((known) => {
    const problems = [...awsPolicyProblems(known), ...awsRightProblems(known, waivedControls(waivers))];
    assertNoProblems(source, under(policyPath(workload), problems));
    return known;
  });
}

/** Where the policy of a workload is in the arguments of its namespace. */
export function policyPath(workload: string): string {
  return /^[A-Za-z_$][\w$-]*$/.test(workload)
    ? `workloads.${workload}.awsPolicy`
    : `workloads[${JSON.stringify(workload)}].awsPolicy`;
}
