/**
 * What components check of their arguments, for a program that wants to know before it makes the first of several:
 * the second door, for `stacks/` alone.
 */
export { retentionDays } from "./audit/retention.ts";
export { accessProblems } from "./cluster/access/admins.ts";
export { clusterProblems } from "./cluster/hardened-cluster-problems.ts";
export { defaultPrefix } from "./contract/identity-prefix.ts";
export { defaultServiceCidr } from "./contract/service-cidr.ts";
export { networkProblems } from "./network/cluster-network.ts";
export { nodePoolProblems } from "./nodes/node-pool-problems.ts";
export {
  assertNoProblems,
  InputError,
  type InputProblem,
  parseInput,
  schemaProblems,
  under,
} from "./shared/input/input-error.ts";
export { checkTenants, inFiles, tenantProblems } from "./workload/check-tenants.ts";
