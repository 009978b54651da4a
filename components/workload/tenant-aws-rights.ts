import { policyPath } from "../namespace/workload-aws-rights.ts";
import { wideReads } from "../shared/aws/aws-right-problems.ts";
import { type Egress, endpointWarnings } from "../shared/aws/endpoint-warnings.ts";
import { type TenantArgs, workloadsOf } from "./tenant.ts";

/**
 * What is legal and seldom meant, each in a sentence. It is reads of the whole account, and calls that never arrive
 * because the VPC has no endpoint for the service.
 */
export function awsWarnings(tenant: TenantArgs, cluster: Egress): string[] {
  return Object.entries(workloadsOf(tenant)).flatMap(([workload, { awsPolicy }]) => [
    ...wideReads(awsPolicy).map(
      (read) => `${tenant.name}: ${policyPath(workload)} reads the whole account: ${read}.`,
    ),
    ...endpointWarnings(awsPolicy, cluster).map(
      (warning) => `${tenant.name}: ${policyPath(workload)}: ${warning}`,
    ),
  ]);
}
