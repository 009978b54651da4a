import type { ClusterRef } from "../contract/cluster-ref.ts";

/** A level of Pod Security: https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
export type PodSecurityLevel = "restricted" | "baseline" | "privileged";

/** The versions of a cluster, for example `1.35`; Pod Security writes `v1.35`. */
export type PodSecurityVersions = Pick<ClusterRef, "kubernetesVersion" | "podSecurityVersion">;

/** The label whose level the API server enforces. The other two modes only warn and log. */
export const podSecurityEnforceLabel = "pod-security.kubernetes.io/enforce";

/**
 * The labels of a Namespace that enforce a level.
 *
 * All three modes are set, so that a Deployment with refused pods causes a warning when it is applied. The versions are
 * pinned. During an upgrade, `podSecurityVersion` holds back what is enforced, and the new version only warns. Pods that
 * nodes evict then start again under the rules that they met before.
 */
export function podSecurityLabels(
  level: PodSecurityLevel,
  { kubernetesVersion, podSecurityVersion = kubernetesVersion }: PodSecurityVersions,
): Record<string, string> {
  const versions = { enforce: podSecurityVersion, audit: kubernetesVersion, warn: kubernetesVersion };
  const modes = Object.entries(versions).flatMap(([mode, version]) => [
    [`pod-security.kubernetes.io/${mode}`, level],
    [`pod-security.kubernetes.io/${mode}-version`, `v${version}`],
  ]);
  return Object.fromEntries(modes);
}
