/** A size by name: {@link sizes} has the numbers. */
export type SizeName = "small" | "medium" | "large";

/**
 * How much a namespace may use outside of rollouts. For rollouts, the quota adds the resources of the largest pod to
 * compute, and a quarter to pods. So you can update every Deployment of a full namespace with Kubernetes' default surge.
 *
 * @example { cpu: 2, memory: "4Gi", ephemeralStorage: "4Gi", storage: "0", pods: 10 }
 */
export interface NamespaceSize {
  /** Cores that all pods together may request, for example `4` or `500m`. Their limits may be twice as high. */
  readonly cpu: string | number;
  /** Memory of all pods together, for example `8Gi`. Limits equal requests, because memory can't be taken back. */
  readonly memory: string;
  /** Writable layers, logs and `emptyDir` volumes of all pods together, for example `10Gi`. */
  readonly ephemeralStorage: string;
  /**
   * The most that one pod may use. The quota adds it to the size for rollouts: a rolling update starts the new pod before
   * it stops the old one.
   *
   * @default - half of the namespace; all of it if it has one pod. The quota adds two fifths at least.
   */
  readonly largestPod?: PodSize;
  /**
   * NVIDIA GPUs of all pods together (`nvidia.com/gpu`). Nothing is added for rollouts. A Deployment that uses all of them
   * needs `maxSurge: 0`.
   *
   * @default 0
   */
  readonly gpus?: number;
  /** Persistent volumes together, for example `20Gi`; `0` for a namespace without volumes. */
  readonly storage: string;
  /** Pods that run at the same time. */
  readonly pods: number;
  /** @default - half of `pods` */
  readonly services?: number;
  /** @default - as many as `pods`, and the history of a Helm release for each five pods: eleven revisions */
  readonly secrets?: number;
  /** Without `kube-root-ca.crt`, which Kubernetes creates. @default - as many as `pods` */
  readonly configMaps?: number;
  /** @default - a quarter of `pods`; none if `storage` is 0 */
  readonly persistentVolumeClaims?: number;
}

/** The most that one pod may use. A field that you leave out has its default. */
export interface PodSize {
  /** Cores, for example `2` or `500m`. It limits requests and limits. @default - half of the namespace's */
  readonly cpu?: string | number;
  /** Memory, for example `4Gi`. @default - half of the namespace's */
  readonly memory?: string;
  /** Writable layers, logs and `emptyDir` volumes, for example `5Gi`. @default - half of the namespace's */
  readonly ephemeralStorage?: string;
}

/** The sizes that have a name. */
export const sizes: Readonly<Record<SizeName, NamespaceSize>> = {
  small: { cpu: 4, memory: "8Gi", ephemeralStorage: "10Gi", storage: "20Gi", pods: 20 },
  medium: { cpu: 16, memory: "32Gi", ephemeralStorage: "40Gi", storage: "100Gi", pods: 60 },
  large: { cpu: 64, memory: "128Gi", ephemeralStorage: "160Gi", storage: "500Gi", pods: 200 },
};
