/**
 * Kubernetes as the lab runs it: the newest minor version that EKS offers, and the one that the example pins.
 *
 * The patch versions stand in binaries/kubernetes-*: to move to another, change `k8s.io/kubernetes` and all of the
 * `replace` block in go.mod together, and run `go mod tidy`.
 */
export type KubernetesMinor = "1.36" | "1.35";

export const kubernetesMinors: readonly [KubernetesMinor, ...KubernetesMinor[]] = ["1.36", "1.35"];

export const newest: KubernetesMinor = kubernetesMinors[0];
