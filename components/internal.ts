/**
 * The checks of components' arguments, only for `stacks/`. A program can run all of them before it creates the first
 * component.
 */
export { accessProblems, knownRoles } from "./cluster/access/admins.ts";
export { currentStack, existingClusterProblems, lookUpCluster } from "./cluster/existing-cluster.ts";
export {
  clusterChecks,
  hardenedClusterNameSchema,
  hardenedClusterNotInConfig,
  hardenedClusterShape,
} from "./cluster/hardened-cluster-schema.ts";
export { classLabel } from "./contract/classes.ts";
export { defaultPrefix } from "./contract/identity-prefix.ts";
export { lifecycleSchema } from "./contract/lifecycle.ts";
export { networkRefNotInConfig, networkRefShape } from "./contract/network-ref-schema.ts";
export { systemClass } from "./contract/node-taints.ts";
export { defaultServiceCidr, serviceOverlapProblems } from "./contract/service-cidr.ts";
export { clusterNetworkShape, networkChecks, networkNameSchema } from "./network/cluster-network-schema.ts";
export { networkFacts } from "./network/network-facts.ts";
export {
  karpenterNodesNotInConfig,
  karpenterNodesShape,
  karpenterPoolProblems,
} from "./nodes/karpenter-nodes-schema.ts";
export {
  nodePoolNameSchema,
  nodePoolNotInConfig,
  nodePoolShape,
  nodeVersionProblems,
  poolChecks,
} from "./nodes/node-pool-schema.ts";
export { judgePlatform, type PlatformCluster } from "./platform/check-platform-namespace.ts";
export { platformSoftwareSchema } from "./platform/platform-config-schema.ts";
export { openedWebhookPorts } from "./platform/webhook-rules.ts";
export { today } from "./shared/clock.ts";
export { closest as closestField } from "./shared/input/closest.ts";
export { assertNoProblems, InputError, type InputProblem } from "./shared/input/input-error.ts";
export { plainShape } from "./shared/input/plain-form.ts";
export { reporting } from "./shared/input/reporting.ts";
export { fieldsAt, schemasAt } from "./shared/input/schema-paths.ts";
export { parseInput, schemaProblems } from "./shared/input/schema-problems.ts";
export { listOf, nonBlank, optional } from "./shared/input/schemas.ts";
export { inFiles, judgeTenants } from "./workload/check-tenants.ts";
export type { CheckedTenant, JudgingCluster } from "./workload/checked-tenant.ts";
