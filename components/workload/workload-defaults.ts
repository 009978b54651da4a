import { type Controls, cis, nsa, requirement } from "../../controls/ids.ts";
import { type ComplianceClass, classes, nodeClassLabel, nodeClassTaint } from "../contract/classes.ts";
import { workloadLabel } from "../contract/flow.ts";
import { assertNoProblems } from "../shared/input/input-error.ts";
import type { WorkloadContainer, WorkloadDefaultsArgs, WorkloadPod } from "./workload-defaults-args.ts";
import { workloadDefaultsProblems, workloadPodProblems } from "./workload-defaults-schema.ts";

/** The size of each writable directory. Above it the kubelet evicts the pod; the namespace's quota counts the use. */
const writableSize = "256Mi";

/**
 * Pod templates that a tenant's namespace accepts without changes. Their pods:
 *
 * - run as non-root, without privileges;
 * - have a read-only file system with writable directories;
 * - use the workload's own service account, without a token;
 * - run on the nodes of the namespace's class.
 *
 * If you don't give requests and limits, they come from the namespace's LimitRange.
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
  /** The requirements and controls that this class serves. */
  static readonly controls: Controls = [
    ...requirement("A3", "A5", "A10", "B3"),
    ...cis("4.1.5", "4.1.6", "4.2.1", "4.2.2", "4.2.3", "4.2.4", "4.2.5"),
    ...nsa("NSA-POD-01", "NSA-POD-03", "NSA-POD-05", "NSA-POD-11", "NSA-POD-12", "NSA-POD-15", "NSA-POD-17"),
  ];

  /** Selects the workload's pods: for the Deployment, and for its Service. */
  readonly selector: { readonly matchLabels: Record<string, string> };
  readonly #args: WorkloadDefaultsArgs;

  /** @throws InputError with all problems of `args` */
  constructor(args: WorkloadDefaultsArgs) {
    assertNoProblems("WorkloadDefaults", workloadDefaultsProblems(args));
    this.#args = args;
    this.selector = { matchLabels: { [workloadLabel]: args.workload } };
  }

  /**
   * For the `template` of a Deployment, StatefulSet or Job; its `spec` is a Pod's.
   *
   * @throws InputError with all problems of the fields that aren't Kubernetes' own, and of the lists that get
   *   additional items
   */
  podTemplate(args: WorkloadPod) {
    assertNoProblems(`WorkloadDefaults "${this.#args.workload}"`, workloadPodProblems(args));
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

/** The container, and the mounts of its writable directories. @param position - its index in the pod */
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

/** Pods of a class with its own nodes run only on these. */
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
