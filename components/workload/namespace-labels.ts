import { type ComplianceClass, classLabel, managedBy, managedByLabel } from "../compliance/classes.ts";

/** The label on a Namespace that names the team that answers for it. */
const teamLabel = "casemate.dev/team";

/** The label on everything that the platform owns. */
export const platformLabels: Readonly<Record<string, string>> = { [managedByLabel]: managedBy };

/**
 * The labels of a tenant's Namespace: whose it is, what its data needs, and Pod Security `restricted`.
 *
 * All three modes, so that a Deployment whose pods would be refused warns when it is applied. The version is
 * pinned to the cluster's, so that an upgrade of the control plane alone doesn't refuse running workloads.
 *
 * Controls: CIS EKS 4.2.1 to 4.2.5, NSA-POD-16.
 *
 * @param kubernetesVersion - as `1.35`; Pod Security writes `v1.35`
 */
export function namespaceLabels(
  team: string,
  complianceClass: ComplianceClass,
  kubernetesVersion: string,
): Record<string, string> {
  const modes = ["enforce", "audit", "warn"].flatMap((mode) => [
    [`pod-security.kubernetes.io/${mode}`, "restricted"],
    [`pod-security.kubernetes.io/${mode}-version`, `v${kubernetesVersion}`],
  ]);
  return {
    ...platformLabels,
    [teamLabel]: team,
    [classLabel]: complianceClass,
    ...Object.fromEntries(modes),
  };
}
