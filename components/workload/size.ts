import { formatBytes, formatCpu, parseQuantity } from "./quantity.ts";

/** A size by name: {@link sizes} has the numbers. */
export type SizeName = "small" | "medium" | "large";

/**
 * How much a namespace may use outside of rollouts. The quota adds a quarter to compute and pods. This is the default
 * surge of a Deployment, so that you can still update a full namespace.
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
  /** Persistent volumes together, for example `20Gi`; `0` for a namespace without volumes. */
  readonly storage: string;
  /** Pods that run at the same time. */
  readonly pods: number;
  /** @default - half of `pods` */
  readonly services?: number;
  /** @default - as many as `pods` */
  readonly secrets?: number;
  /** Without `kube-root-ca.crt`, which Kubernetes creates. @default - as many as `pods` */
  readonly configMaps?: number;
  /** @default - a quarter of `pods`; none if `storage` is 0 */
  readonly persistentVolumeClaims?: number;
}

/** The sizes that have a name. */
export const sizes: Readonly<Record<SizeName, NamespaceSize>> = {
  small: { cpu: 4, memory: "8Gi", ephemeralStorage: "10Gi", storage: "20Gi", pods: 20 },
  medium: { cpu: 16, memory: "32Gi", ephemeralStorage: "40Gi", storage: "100Gi", pods: 60 },
  large: { cpu: 64, memory: "128Gi", ephemeralStorage: "160Gi", storage: "500Gi", pods: 200 },
};

/** The numbers of a size. */
export function resolveSize(size: SizeName | NamespaceSize = "small"): NamespaceSize {
  return typeof size === "string" ? sizes[size] : size;
}

/** The highest defaults of a container without requests and limits. In a small namespace they are lower. */
const defaults = {
  cpuRequest: 0.1,
  cpuLimit: 0.5,
  memory: 256 * 1024 ** 2,
  ephemeralStorage: 512 * 1024 ** 2,
} as const;

/**
 * The smallest request and limit of a container. Otherwise a container could set a limit of 0, which a quota counts as
 * 0 and the kubelet reads as unlimited.
 */
export const smallest = { cpu: 0.001, memory: 8 * 1024 ** 2, ephemeralStorage: 1024 ** 2 } as const;

const rolloutRoom = 1.25;
const mebibyte = 1024 ** 2;

/**
 * How many objects of each kind a namespace may have for each pod of its size. They use no cpu or memory, but one
 * tenant could fill the cluster's database with them. The quota on `pods` counts only pods that haven't ended. The
 * count here includes pods kept for their logs or by a finalizer. By default a Deployment keeps ten old ReplicaSets,
 * and a StatefulSet ten revisions.
 */
const countedObjects = {
  pods: 5,
  "deployments.apps": 2,
  "statefulsets.apps": 2,
  "replicasets.apps": 22,
  "controllerrevisions.apps": 22,
  "jobs.batch": 2,
  "cronjobs.batch": 2,
  "leases.coordination.k8s.io": 2,
  "horizontalpodautoscalers.autoscaling": 2,
  "ingresses.networking.k8s.io": 2,
  "poddisruptionbudgets.policy": 2,
} as const;

/**
 * `spec.hard` of the namespace's ResourceQuota.
 *
 * @param loadBalancers - how many Services of type LoadBalancer it may have: one for each exposure
 */
export function quotaHard(
  size: NamespaceSize,
  { loadBalancers = 0 }: { readonly loadBalancers?: number } = {},
): Record<string, string> {
  const { cpu, memory, ephemeralStorage, storage, pods } = numbers(size);
  return {
    "requests.cpu": formatCpu(cpu * rolloutRoom),
    "limits.cpu": formatCpu(cpu * rolloutRoom * 2),
    "requests.memory": formatBytes(memory * rolloutRoom),
    "limits.memory": formatBytes(memory * rolloutRoom),
    "requests.ephemeral-storage": formatBytes(ephemeralStorage * rolloutRoom),
    "limits.ephemeral-storage": formatBytes(ephemeralStorage * rolloutRoom),
    "requests.storage": formatBytes(storage),
    persistentvolumeclaims: String(storage === 0 ? 0 : (size.persistentVolumeClaims ?? Math.ceil(pods / 4))),
    pods: String(Math.ceil(pods * rolloutRoom)),
    services: String(size.services ?? Math.ceil(pods / 2)),
    "services.loadbalancers": String(loadBalancers),
    "services.nodeports": "0",
    secrets: String(size.secrets ?? pods),
    configmaps: String((size.configMaps ?? pods) + 1),
    // Only these claim devices (dynamic resource allocation), and no other limit counts devices.
    "count/resourceclaims.resource.k8s.io": "0",
    "count/resourceclaimtemplates.resource.k8s.io": "0",
    ...Object.fromEntries(
      Object.entries(countedObjects).map(([resource, each]) => [`count/${resource}`, String(each * pods)]),
    ),
  };
}

/** One entry of a LimitRange's `spec.limits`. */
export interface LimitRangeItem {
  readonly type: "Container" | "Pod" | "PersistentVolumeClaim";
  readonly [bound: string]: string | Readonly<Record<string, string>>;
}

/**
 * `spec.limits` of the namespace's LimitRange. With the defaults, `pods` pods with one container each fit into the
 * namespace.
 */
export function limitRangeItems(size: NamespaceSize): LimitRangeItem[] {
  const { cpu, memory, ephemeralStorage, storage, pods } = numbers(size);
  const perPod = (total: number, atMost: number, step: number) =>
    Math.max(step, Math.floor(Math.min(total / pods, atMost) / step + 1e-9) * step);
  const whole = compute(cpu, memory, ephemeralStorage);
  const memoryDefault = perPod(memory, defaults.memory, mebibyte);
  const ephemeralDefault = perPod(ephemeralStorage, defaults.ephemeralStorage, mebibyte);
  return [
    {
      type: "Container",
      min: compute(smallest.cpu, smallest.memory, smallest.ephemeralStorage),
      defaultRequest: compute(perPod(cpu, defaults.cpuRequest, 0.001), memoryDefault, ephemeralDefault),
      default: compute(
        Math.min(cpu, perPod(cpu * 2, defaults.cpuLimit, 0.001)),
        memoryDefault,
        ephemeralDefault,
      ),
      max: whole,
    },
    { type: "Pod", max: whole },
    ...(storage === 0
      ? []
      : [{ type: "PersistentVolumeClaim", max: { storage: formatBytes(storage) } } as const]),
  ];
}

function compute(cpu: number, memory: number, ephemeralStorage: number): Record<string, string> {
  return {
    cpu: formatCpu(cpu),
    memory: formatBytes(memory),
    "ephemeral-storage": formatBytes(ephemeralStorage),
  };
}

function numbers(size: NamespaceSize) {
  const number = (text: string | number) => {
    const value = parseQuantity(text);
    if (value === undefined) {
      throw new Error(`not a quantity: ${text}`);
    }
    return value;
  };
  return {
    cpu: number(size.cpu),
    memory: number(size.memory),
    ephemeralStorage: number(size.ephemeralStorage),
    storage: number(size.storage),
    pods: size.pods,
  };
}
