import { type NamespaceSize, type SizeName, sizes } from "./namespace-size.ts";
import { formatBytes, formatCpu } from "./quantity.ts";
import { largestPod, numbers, surgeOf, withRollouts } from "./rollout-room.ts";

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

/** Helm keeps ten revisions of a release by default, and writes the next before it deletes the oldest. */
const revisions = 11;
const podsOfARelease = 5;
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
  const { storage, pods } = numbers(size);
  const { cpu, memory, ephemeralStorage } = withRollouts(size);
  return {
    "requests.cpu": formatCpu(cpu),
    "limits.cpu": formatCpu(cpu * 2),
    "requests.memory": formatBytes(memory),
    "limits.memory": formatBytes(memory),
    "requests.ephemeral-storage": formatBytes(ephemeralStorage),
    "limits.ephemeral-storage": formatBytes(ephemeralStorage),
    // Also a namespace without GPUs has this limit: a quota limits only the resources that it names.
    "requests.nvidia.com/gpu": String(size.gpus ?? 0),
    "requests.storage": formatBytes(storage),
    persistentvolumeclaims: String(storage === 0 ? 0 : (size.persistentVolumeClaims ?? Math.ceil(pods / 4))),
    pods: String(pods + surgeOf(pods)),
    services: String(size.services ?? Math.ceil(pods / 2)),
    "services.loadbalancers": String(loadBalancers),
    "services.nodeports": "0",
    secrets: String(size.secrets ?? pods + Math.ceil(pods / podsOfARelease) * revisions),
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
  const most = largestPod(size);
  const max = compute(most.cpu, most.memory, most.ephemeralStorage);
  const memoryDefault = Math.min(most.memory, perPod(memory, defaults.memory, mebibyte));
  const ephemeralDefault = Math.min(
    most.ephemeralStorage,
    perPod(ephemeralStorage, defaults.ephemeralStorage, mebibyte),
  );
  return [
    {
      type: "Container",
      min: compute(smallest.cpu, smallest.memory, smallest.ephemeralStorage),
      defaultRequest: compute(
        Math.min(most.cpu, perPod(cpu, defaults.cpuRequest, 0.001)),
        memoryDefault,
        ephemeralDefault,
      ),
      default: compute(
        Math.min(most.cpu, perPod(cpu * 2, defaults.cpuLimit, 0.001)),
        memoryDefault,
        ephemeralDefault,
      ),
      max,
    },
    { type: "Pod", max },
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
