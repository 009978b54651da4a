import type * as k8s from "@pulumi/kubernetes";
import type { ComplianceClass } from "../contract/classes.ts";

type PodSpec = k8s.types.input.core.v1.PodSpec;
type Container = k8s.types.input.core.v1.Container;

export interface WorkloadDefaultsArgs {
  /** One of the tenant's `workloads`: the pods' service account, and the label by which flows select the pods. */
  readonly workload: string;
  /** The class of the namespace, which decides the nodes. @default "standard" */
  readonly class?: ComplianceClass;
  /** The workload's `kubernetesApi`: its pods get a token for the Kubernetes API. @default false */
  readonly kubernetesApi?: boolean;
  /** The user and group that its containers run as, 1 to 2147483647. @default - the image's, which must be numbers */
  readonly runAsUser?: number;
}

/** A container, without the fields that `WorkloadDefaults` sets. */
export type WorkloadContainer = Omit<Container, "name" | "image" | "securityContext" | "volumeMounts"> & {
  readonly name: string;
  /** The image, named by digest: `111122223333.dkr.ecr.eu-central-1.amazonaws.com/shop/api@sha256:…`. */
  readonly image: Container["image"] & {};
  readonly volumeMounts?: readonly k8s.types.input.core.v1.VolumeMount[];
  /** Directories that it may write to, each an `emptyDir`. All others are read-only. @default ["/tmp"] */
  readonly writable?: readonly string[];
};

/** A pod's spec, without the fields that `WorkloadDefaults` sets. */
export type WorkloadPod = Omit<
  PodSpec,
  | "containers"
  | "initContainers"
  | "ephemeralContainers"
  | "volumes"
  | "securityContext"
  | "serviceAccountName"
  | "serviceAccount"
  | "automountServiceAccountToken"
  | "nodeSelector"
  | "tolerations"
  | "nodeName"
  | "schedulerName"
  | "runtimeClassName"
  | "hostNetwork"
  | "hostPID"
  | "hostIPC"
  | "shareProcessNamespace"
> & {
  readonly containers: readonly [WorkloadContainer, ...WorkloadContainer[]];
  readonly initContainers?: readonly WorkloadContainer[];
  readonly volumes?: readonly k8s.types.input.core.v1.Volume[];
  /** Labels in addition to `app.kubernetes.io/name`. */
  readonly labels?: Readonly<Record<string, string>>;
};
