/**
 * The lab's versions of Kubernetes: the newest minor version in EKS, and the one that the example pins.
 *
 * `binaries/kubernetes-*` have the patch versions. To change one, change `k8s.io/kubernetes` and the whole `replace`
 * block in go.mod together, and run `go mod tidy`.
 */
export type KubernetesMinor = "1.36" | "1.35";

export const kubernetesMinors: readonly [KubernetesMinor, ...KubernetesMinor[]] = ["1.36", "1.35"];

export const newest: KubernetesMinor = kubernetesMinors[0];
