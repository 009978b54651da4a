export type { ExemptNamespace } from "./admission/exempt-namespaces.ts";
export { AuditLog, type AuditLogArgs, auditLogGroupName } from "./audit/audit-log.ts";
export type { RetentionDays } from "./audit/retention.ts";
export type { ClusterAdmin } from "./cluster/access.ts";
export {
  type AdmissionArgs,
  AdmissionPolicies,
  type AdmissionPoliciesArgs,
} from "./cluster/admission-policies.ts";
export type { ApiAccess, ConnectedNetwork } from "./cluster/api-access.ts";
export type { ClusterRef } from "./cluster/cluster-ref.ts";
export { HardenedCluster } from "./cluster/hardened-cluster.ts";
export type { HardenedClusterArgs } from "./cluster/hardened-cluster-args.ts";
export type { NodeClass } from "./cluster/node-class.ts";
export { NodePool } from "./cluster/node-pool.ts";
export type { NodePoolArgs, NodesRef } from "./cluster/node-pool-args.ts";
export type { PeopleArgs } from "./cluster/people.ts";
export { TenantRoles, type TenantRolesArgs } from "./cluster/tenant-roles.ts";
export type { NodeOs } from "./cluster/user-data.ts";
export {
  type ClassProfile,
  type ComplianceClass,
  classLabel,
  lifecycleLabel,
  namespaceAnnotations,
  nodeClassLabel,
  nodeClassTaint,
  platformRight,
} from "./compliance/classes.ts";
export type { AutoScalingRole } from "./encryption/auto-scaling-role.ts";
export { EncryptionKeys, type EncryptionKeysArgs } from "./encryption/encryption-keys.ts";
export { diskKeyUse, secretsKeyUse } from "./encryption/key-policies.ts";
export type { KeyPurpose, KeyRefs } from "./encryption/key-ref.ts";
export type { SubnetPlan } from "./network/cidr.ts";
export { ClusterNetwork, type ClusterNetworkArgs } from "./network/cluster-network.ts";
export { flowLogGroupName } from "./network/flow-logs.ts";
export type { EgressMode, NetworkRef } from "./network/network-ref.ts";
export { InputError, type InputProblem } from "./shared/input-error.ts";
export type { Lifecycle } from "./shared/lifecycle.ts";
export type { Waiver } from "./shared/waiver.ts";
export type { AcceptedFlow, CalledFlow, CidrPeer, PodPeer, Protocol } from "./traffic/flow.ts";
export type { HalfOpenFlow } from "./traffic/fold.ts";
export type { NamespaceSize, SizeName } from "./workload/size.ts";
export type { PolicyDocument, TenantAccess, TenantArgs, WorkloadArgs } from "./workload/tenant.ts";
export { Tenants, type TenantsArgs } from "./workload/tenants.ts";
export {
  type WorkloadContainer,
  WorkloadDefaults,
  type WorkloadDefaultsArgs,
  type WorkloadPod,
} from "./workload/workload-defaults.ts";
export { WorkloadNamespace, type WorkloadNamespaceArgs } from "./workload/workload-namespace.ts";
