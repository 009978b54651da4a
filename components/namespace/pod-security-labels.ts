/** A level of Pod Security: https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
export type PodSecurityLevel = "restricted" | "baseline" | "privileged";

/**
 * The labels of a Namespace that enforce a level.
 *
 * All three modes are set, so that a Deployment with refused pods causes a warning when it is applied. The version is
 * pinned to the cluster's: an upgrade of only the control plane must not stop running workloads.
 *
 * @param kubernetesVersion - for example `1.35`; Pod Security writes `v1.35`
 */
export function podSecurityLabels(
  level: PodSecurityLevel,
  kubernetesVersion: string,
): Record<string, string> {
  const modes = ["enforce", "audit", "warn"].flatMap((mode) => [
    [`pod-security.kubernetes.io/${mode}`, level],
    [`pod-security.kubernetes.io/${mode}-version`, `v${kubernetesVersion}`],
  ]);
  return Object.fromEntries(modes);
}
