import { classLabel, lifecycleLabel, namespaceAnnotations } from "../contract/classes.ts";
import { type TenantArgs, workloadsOf } from "./tenant.ts";

/** The label on a Namespace that names the team that answers for it. */
const teamLabel = "casemate.dev/team";

/**
 * The labels of a tenant's Namespace: whose it is, what its data needs, whether it may be deleted, and Pod
 * Security `restricted`.
 *
 * All three modes, so that a Deployment whose pods would be refused warns when it is applied. The version is
 * pinned to the cluster's, so that an upgrade of the control plane alone doesn't refuse running workloads.
 *
 * @param kubernetesVersion - as `1.35`; Pod Security writes `v1.35`
 */
export function labelsOf(tenant: TenantArgs, kubernetesVersion: string): Record<string, string> {
  const { team, class: complianceClass = "standard", lifecycle = "protected" } = tenant;
  const modes = ["enforce", "audit", "warn"].flatMap((mode) => [
    [`pod-security.kubernetes.io/${mode}`, "restricted"],
    [`pod-security.kubernetes.io/${mode}-version`, `v${kubernetesVersion}`],
  ]);
  return {
    [teamLabel]: team,
    [classLabel]: complianceClass,
    [lifecycleLabel]: lifecycle,
    ...Object.fromEntries(modes),
  };
}

/**
 * What admission policies read of a tenant's Namespace: which hosts its Ingresses may claim, which groups its
 * RoleBindings may name, and whose pods may hold a token for the Kubernetes API.
 *
 * @param groupsPrefix - what the cluster puts before the names of groups
 */
export function annotationsOf(tenant: TenantArgs, groupsPrefix: string): Record<string, string> {
  const { hosts = [], access: { viewers = [], developers = [], operators = [] } = {} } = tenant;
  const groups = [...viewers, ...developers, ...operators].map((group) => `${groupsPrefix}${group}`);
  const users = Object.entries(workloadsOf(tenant)).flatMap(([workload, { kubernetesApi }]) =>
    kubernetesApi === true ? [workload] : [],
  );
  const values: [string, readonly string[]][] = [
    [namespaceAnnotations.hosts, hosts],
    [namespaceAnnotations.groups, [...new Set(groups)]],
    [namespaceAnnotations.kubernetesApi, users],
  ];
  return Object.fromEntries(
    values.flatMap(([key, lines]) => (lines.length === 0 ? [] : [[key, [...lines].sort().join("\n")]])),
  );
}
