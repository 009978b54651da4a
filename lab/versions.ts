/** Kubernetes as the lab runs it: the newest minor version that EKS offers, and the one that the example pins. */
export type KubernetesMinor = "1.36" | "1.35";

export const kubernetesMinors: readonly [KubernetesMinor, ...KubernetesMinor[]] = ["1.36", "1.35"];

export const newest: KubernetesMinor = kubernetesMinors[0];
