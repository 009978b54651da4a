/**
 * What components check of their arguments, for a program that wants to know before it makes the first of several:
 * the second door, for `stacks/` alone.
 */
export { retentionDays } from "./audit/retention.ts";
export { accessProblems } from "./cluster/access.ts";
export { clusterProblems } from "./cluster/hardened-cluster-problems.ts";
export { nodePoolProblems } from "./cluster/node-pool-problems.ts";
export { defaultPrefix } from "./cluster/people.ts";
export { defaultServiceCidr } from "./cluster/service-cidr.ts";
export { networkProblems } from "./network/cluster-network.ts";
export {
  assertNoProblems,
  InputError,
  type InputProblem,
  parseInput,
  schemaProblems,
  under,
} from "./shared/input-error.ts";
export { checkTenants, inFiles, tenantProblems } from "./workload/check-tenants.ts";
