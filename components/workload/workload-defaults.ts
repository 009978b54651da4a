import type * as k8s from "@pulumi/kubernetes";
import { z } from "zod";
import { type Controls, cis, nsa, requirement } from "../../controls/ids.ts";
import { type ComplianceClass, classes, nodeClassLabel, nodeClassTaint } from "../contract/classes.ts";
import { workloadLabel } from "../contract/flow.ts";
import { assertNoProblems, reporting, schemaProblems } from "../shared/input/input-error.ts";
import { fields, label, list } from "../shared/input/schemas.ts";
import { complianceClass, workloadName } from "./tenant-schema.ts";

type PodSpec = k8s.types.input.core.v1.PodSpec;
type Container = k8s.types.input.core.v1.Container;

export interface WorkloadDefaultsArgs {
  /** One of the tenant's `workloads`: its service account, and the label by which flows find its pods. */
  readonly workload: string;
  /** The class of the namespace, which decides the nodes. @default "standard" */
  readonly class?: ComplianceClass;
  /** The workload's `kubernetesApi`: its pods get a token for the Kubernetes API. @default false */
  readonly kubernetesApi?: boolean;
  /** The user and group that its containers run as, 1 to 2147483647. @default - the image's own, as numbers */
  readonly runAsUser?: number;
}

/** A container, without what isn't for it to say. */
export type WorkloadContainer = Omit<Container, "name" | "image" | "securityContext" | "volumeMounts"> & {
  readonly name: string;
  /** By digest: `111122223333.dkr.ecr.eu-central-1.amazonaws.com/shop/api@sha256:…`. */
  readonly image: Container["image"] & {};
  readonly volumeMounts?: readonly k8s.types.input.core.v1.VolumeMount[];
  /** Directories that it may write to, each an `emptyDir`. The rest of its file system is read-only. @default ["/tmp"] */
  readonly writable?: readonly string[];
};

/** What a pod is made of, without what isn't for it to say. */
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
  /** Beside `app.kubernetes.io/name`. */
  readonly labels?: Readonly<Record<string, string>>;
};

const user = "a whole number from 1 to 2147483647";
const argsSchema = fields({
  workload: workloadName,
  class: complianceClass.optional(),
  kubernetesApi: z.boolean("true or false").optional(),
  runAsUser: z.int(user).min(1, user).max(2147483647, user).optional(),
} satisfies Readonly<Record<keyof WorkloadDefaultsArgs, z.ZodType>>);

const directory = "an absolute path without a colon, as /var/cache";
const container = z.looseObject(
  {
    name: label,
    writable: list(z.string(directory).regex(/^\/[^:]*$/, directory), "directories, as [/var/cache]")
      .superRefine(
        reporting((paths) =>
          paths.flatMap((path, index) =>
            paths.indexOf(path) === index
              ? []
              : [{ path: `[${index}]`, received: path, allowed: "each directory once", fix: "Remove it." }],
          ),
        ),
      )
      .optional(),
    volumeMounts: list(z.unknown(), "mounts").optional(),
  },
  "a container, as { name, image }",
);
const containers = z.array(container, "a list of containers, as { name, image }");
/** Kubernetes' own fields are for the API server to judge. */
const podSchema = z.looseObject(
  {
    containers: containers.min(1, "at least one container"),
    initContainers: containers.optional(),
    volumes: list(z.unknown(), "volumes").optional(),
    labels: z.record(z.string(), z.string("a text"), "labels, as { tier: web }").optional(),
  },
  "a pod, as { containers: [{ name, image }] }",
);

/** What writable directories hold at most. Beyond it the kubelet evicts the pod; the namespace's quota counts it. */
const writableSize = "256Mi";

/**
 * Pod templates that a tenant's namespace takes as they are: non-root, without privileges, on a read-only file
 * system with writable directories, as the workload's own service account without a token, on the nodes of its
 * class. Requests and limits that aren't given come from the namespace's LimitRange.
 *
 * @example
 * const api = new WorkloadDefaults({ workload: "api", class: "pci" });
 * new k8s.apps.v1.Deployment("api", {
 *   metadata: { namespace: "payments" },
 *   spec: {
 *     selector: api.selector,
 *     template: api.podTemplate({ containers: [{ name: "api", image, ports: [{ containerPort: 8443 }] }] }),
 *   },
 * }, { dependsOn: [...payments.ready] });
 */
export class WorkloadDefaults {
  /** The requirements and controls that it serves. */
  static readonly controls: Controls = [
    ...requirement("A3", "A5", "A10", "B3"),
    ...cis("4.1.5", "4.1.6", "4.2.1", "4.2.2", "4.2.3", "4.2.4", "4.2.5"),
    ...nsa("NSA-POD-01", "NSA-POD-03", "NSA-POD-05", "NSA-POD-11", "NSA-POD-12", "NSA-POD-15", "NSA-POD-17"),
  ];

  /** Selects the workload's pods: for the Deployment, and for its Service. */
  readonly selector: { readonly matchLabels: Record<string, string> };
  readonly #args: WorkloadDefaultsArgs;

  /** @throws InputError with all that is wrong in `args` */
  constructor(args: WorkloadDefaultsArgs) {
    assertNoProblems("WorkloadDefaults", schemaProblems(argsSchema, args));
    this.#args = args;
    this.selector = { matchLabels: { [workloadLabel]: args.workload } };
  }

  /**
   * For the `template` of a Deployment, StatefulSet or Job; its `spec` is a Pod's.
   *
   * @throws InputError with all that is wrong in what `args` adds to Kubernetes' fields, and in the lists that are
   *   added to
   */
  podTemplate(args: WorkloadPod) {
    assertNoProblems(`WorkloadDefaults "${this.#args.workload}"`, schemaProblems(podSchema, args));
    const { labels, containers, initContainers = [], volumes = [], ...pod } = args;
    const { workload, class: complianceClass = "standard", kubernetesApi = false, runAsUser } = this.#args;
    const all = [...initContainers, ...containers].map(secured);
    return {
      metadata: { labels: { ...labels, ...this.selector.matchLabels } },
      spec: {
        ...pod,
        serviceAccountName: workload,
        automountServiceAccountToken: kubernetesApi,
        enableServiceLinks: false,
        ...onNodesOf(complianceClass),
        securityContext: {
          runAsNonRoot: true,
          ...(runAsUser !== undefined && { runAsUser, runAsGroup: runAsUser }),
          seccompProfile: { type: "RuntimeDefault" },
        },
        ...(initContainers.length > 0 && {
          initContainers: all.slice(0, initContainers.length).map(({ container }) => container),
        }),
        containers: all.slice(initContainers.length).map(({ container }) => container),
        volumes: [
          ...volumes,
          ...all.flatMap(({ mounts }) =>
            mounts.map(({ name }) => ({ name, emptyDir: { sizeLimit: writableSize } })),
          ),
        ],
      },
    };
  }
}

/** The container, and the mounts of its writable directories. @param position - among all of the pod */
function secured(
  { writable = ["/tmp"], volumeMounts = [], ...container }: WorkloadContainer,
  position: number,
) {
  const mounts = writable.map((mountPath, index) => ({ name: `writable-${position}-${index}`, mountPath }));
  return {
    mounts,
    container: {
      ...container,
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      },
      volumeMounts: [...volumeMounts, ...mounts],
    },
  };
}

/** Pods of a class with nodes of its own run there, and nowhere else. */
function onNodesOf(complianceClass: ComplianceClass) {
  return classes[complianceClass].ownNodes
    ? {
        nodeSelector: { [nodeClassLabel]: complianceClass },
        tolerations: [
          { key: nodeClassTaint, operator: "Equal", value: complianceClass, effect: "NoSchedule" },
        ],
      }
    : {};
}
