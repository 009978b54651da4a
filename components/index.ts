export { AdmissionPolicies } from "./admission/admission-policies.ts";
export type { AdmissionArgs, AdmissionPoliciesArgs } from "./admission/admission-policies-args.ts";
export { AuditLog, auditLogGroupName } from "./audit/audit-log.ts";
export type { AuditLogArgs } from "./audit/audit-log-args.ts";
export type { RetentionDays } from "./audit/retention.ts";
export type { ClusterAdmin } from "./cluster/access/cluster-admin.ts";
export type { PeopleArgs } from "./cluster/access/identity-provider.ts";
export { TenantRoles } from "./cluster/access/tenant-roles.ts";
export type { TenantRolesArgs } from "./cluster/access/tenant-roles-args.ts";
export { HardenedCluster } from "./cluster/hardened-cluster.ts";
export type { HardenedClusterArgs } from "./cluster/hardened-cluster-args.ts";
export type { ApiAccess, ConnectedNetwork } from "./cluster/security-groups/api-access.ts";
export {
  type ClassProfile,
  type ComplianceClass,
  classLabel,
  lifecycleLabel,
  namespaceAnnotations,
  nodeClassLabel,
  nodeClassTaint,
  platformRight,
} from "./contract/classes.ts";
export type { ClusterRef } from "./contract/cluster-ref.ts";
export type { ExemptNamespace } from "./contract/exempt-namespaces.ts";
export type { Exposure, Visibility } from "./contract/exposure.ts";
export type { AcceptedFlow, CalledFlow, CidrPeer, PodPeer, Protocol } from "./contract/flow.ts";
export type { KeyPurpose, KeyRefs } from "./contract/key-ref.ts";
export type { Lifecycle } from "./contract/lifecycle.ts";
export type { EgressMode, NetworkRef } from "./contract/network-ref.ts";
export type { NodeClass } from "./contract/node-taints.ts";
export { platformAnnotations, platformLabel } from "./contract/platform-marks.ts";
export type { Waiver } from "./contract/waiver.ts";
export type { AutoScalingRole } from "./encryption/auto-scaling-role.ts";
export { EncryptionKeys } from "./encryption/encryption-keys.ts";
export type { EncryptionKeysArgs } from "./encryption/encryption-keys-args.ts";
export { diskKeyUse, secretsKeyUse } from "./encryption/key-policies.ts";
export type { SubnetPlan } from "./network/cidr.ts";
export { ClusterNetwork } from "./network/cluster-network.ts";
export type { ClusterNetworkArgs, NodesIn } from "./network/cluster-network-args.ts";
export type { AdditionalEndpoint } from "./network/endpoints/additional-endpoints.ts";
export { flowLogGroupName } from "./network/flow-logs.ts";
export { KarpenterNodes, type KarpenterObject } from "./nodes/karpenter-nodes.ts";
export type { KarpenterNodesArgs, KarpenterPool } from "./nodes/karpenter-nodes-args.ts";
export { NodePool } from "./nodes/node-pool.ts";
export type {
  CapacityType,
  NodePoolArgs,
  NodesRef,
  SystemPoolArgs,
  UpdateConfig,
} from "./nodes/node-pool-args.ts";
export type { NodeProxy, NodeSettings } from "./nodes/node-settings.ts";
export type { PoolTaint, TaintEffect } from "./nodes/pool-taint.ts";
export type { NodeOs } from "./nodes/user-data.ts";
export { PlatformNamespace } from "./platform/platform-namespace.ts";
export type {
  PlatformCaller,
  PlatformException,
  PlatformManager,
  PlatformNamespaceArgs,
  PlatformPodSecurity,
  PlatformSettings,
  PlatformWebhook,
  PlatformWorkloadArgs,
  ScrapedPort,
} from "./platform/platform-namespace-args.ts";
export { catalogue } from "./platform/software/index.ts";
export type { SoftwareEntry } from "./platform/software/software-entry.ts";
export { type SoftwareEndpoint, softwareEndpoints } from "./platform/software-endpoints.ts";
export type { PolicyDocument } from "./shared/aws/policy-document.ts";
export { InputError, type InputProblem } from "./shared/input/input-error.ts";
export type { HalfOpenFlow } from "./traffic/fold.ts";
export type { Deployer, ServiceAccountRef } from "./workload/access/deployer.ts";
export type { CustomResourceAccess, ExtraRule } from "./workload/access/extra-rights.ts";
export type { TenantAccess } from "./workload/access/tenant-access.ts";
export type { NamespaceSize, PodSize, SizeName } from "./workload/namespace-size.ts";
export type { TenantArgs } from "./workload/tenant.ts";
export { Tenants } from "./workload/tenants.ts";
export type { TenantsArgs } from "./workload/tenants-args.ts";
export type { WorkloadArgs } from "./workload/workload-args.ts";
export { WorkloadDefaults } from "./workload/workload-defaults.ts";
export type {
  WorkloadContainer,
  WorkloadDefaultsArgs,
  WorkloadPod,
} from "./workload/workload-defaults-args.ts";
export { WorkloadNamespace } from "./workload/workload-namespace.ts";
export type { WorkloadNamespaceArgs } from "./workload/workload-namespace-args.ts";
