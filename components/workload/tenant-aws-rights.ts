import * as pulumi from "@pulumi/pulumi";
import type { Waiver } from "../contract/waiver.ts";
import { awsPolicyProblems } from "../namespace/aws-policy.ts";
import { awsRightProblems, wideReads } from "../shared/aws/aws-right-problems.ts";
import { type Egress, endpointWarnings } from "../shared/aws/endpoint-warnings.ts";
import { assertNoProblems, type InputProblem, under } from "../shared/input/input-error.ts";
import { isLater } from "../shared/input/sdk-values.ts";
import { type TenantArgs, type WorkloadArgs, workloadsOf } from "./tenant.ts";

/** The controls that a tenant's waivers loosen. Expired waivers are problems by themselves. */
export function waivedControls(waivers: readonly Waiver[] = []): ReadonlySet<string> {
  return new Set(waivers.map(({ control }) => control));
}

/** The rights in AWS that the tenant's workloads must not have, by the policies that are known already. */
export function awsProblems(tenant: TenantArgs): InputProblem[] {
  const waived = waivedControls(tenant.waivers);
  return Object.entries(workloadsOf(tenant)).flatMap(([workload, { awsPolicy }]) =>
    under(pathOf(workload), awsRightProblems(awsPolicy, waived)),
  );
}

/**
 * What is legal and seldom meant, each in a sentence. It is reads of the whole account, and calls that never arrive
 * because the VPC has no endpoint for the service.
 */
export function awsWarnings(tenant: TenantArgs, cluster: Egress): string[] {
  return Object.entries(workloadsOf(tenant)).flatMap(([workload, { awsPolicy }]) => [
    ...wideReads(awsPolicy).map((read) => `${pathOf(workload)} reads the whole account: ${read}.`),
    ...endpointWarnings(awsPolicy, cluster).map((warning) => `${pathOf(workload)}: ${warning}`),
  ]);
}

/**
 * A workload's policy. If it is an output, it is judged once its value is known, before IAM gets it.
 *
 * @throws InputError in the output, with the problems that a plain value would have
 */
export function judgedPolicy(
  source: string,
  tenant: Pick<TenantArgs, "waivers">,
  [workload, policy]: readonly [workload: string, policy: NonNullable<WorkloadArgs["awsPolicy"]>],
): NonNullable<WorkloadArgs["awsPolicy"]> {
  if (!isLater(policy) && typeof policy !== "object") {
    return policy;
  }
  // Values inside of an object may be outputs too, for example the ARN of a table.
  return pulumi.output(policy).apply((known) => {
    const problems = [
      ...awsPolicyProblems(known),
      ...awsRightProblems(known, waivedControls(tenant.waivers)),
    ];
    assertNoProblems(source, under(pathOf(workload), problems));
    return known;
  });
}

function pathOf(workload: string): string {
  return /^[A-Za-z_$][\w$-]*$/.test(workload)
    ? `workloads.${workload}.awsPolicy`
    : `workloads[${JSON.stringify(workload)}].awsPolicy`;
}
