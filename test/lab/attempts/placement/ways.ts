import { nodeClassLabel, nodeClassTaint } from "../../../../components/contract/classes.ts";
import type { Layer, Tenant } from "../../support/attempt.ts";
import type { WorkloadKind } from "../../support/kinds.ts";
import { nodeName } from "../../support/scene.ts";
import type { Change } from "../../support/workloads.ts";

/** One way to choose the node, and with it the neighbours: a single field of a compliant pod, broken. */
export interface Placement {
  /** Completes "runs a Pod that …". */
  readonly that: string;
  readonly breaks: Change;
  /** @default ["Pod", "Deployment"] */
  readonly kinds?: readonly WorkloadKind[];
  /** @default "storefront" */
  readonly tenant?: Tenant;
  /** @default "casemate-placement" */
  readonly by?: Layer;
  readonly why: string;
  readonly serves: readonly [string, ...string[]];
}

/** What keeps classes apart. */
export const apart: readonly [string, ...string[]] = ["A7", "E2", "NSA-POD-18"];
const term = (key: string, operator: string, values?: string[]) => ({
  matchExpressions: [{ key, operator, ...(values && { values }) }],
});

export const placements: readonly Placement[] = [
  {
    that: "names its node",
    breaks: (spec) => {
      spec.nodeName = nodeName;
    },
    why: "A pod with a node never meets the scheduler, and so none of the taints that keep it off.",
    serves: apart,
  },
  {
    that: "tolerates every taint",
    breaks: (spec) => {
      spec.tolerations = [{ operator: "Exists" }];
    },
    why: "Taints keep other workloads off the nodes of a class.",
    serves: apart,
  },
  {
    that: "tolerates the taint of pci nodes",
    breaks: (spec) => {
      spec.tolerations = [{ key: nodeClassTaint, operator: "Equal", value: "pci", effect: "NoSchedule" }];
    },
    why: "Nothing but card payments may run beside card payments.",
    serves: apart,
  },
  {
    that: "tolerates the taints of all classes",
    breaks: (spec) => {
      spec.tolerations = [{ key: nodeClassTaint, operator: "Exists", effect: "NoSchedule" }];
    },
    why: "Nothing but card payments may run beside card payments.",
    serves: apart,
  },
  {
    that: "tolerates the taint of the system's nodes",
    breaks: (spec) => {
      spec.tolerations = [{ key: "CriticalAddonsOnly", operator: "Exists" }];
    },
    why: "Cluster add-ons hold rights that an escape beside them would take over.",
    serves: apart,
  },
  {
    that: "selects pci nodes",
    breaks: (spec) => {
      spec.nodeSelector = { [nodeClassLabel]: "pci" };
    },
    why: "Nothing but card payments may run beside card payments.",
    serves: apart,
  },
  {
    that: "requires pci nodes by affinity",
    breaks: (spec) => {
      spec.affinity = {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [term(nodeClassLabel, "In", ["pci"])],
          },
        },
      };
    },
    why: "Affinity selects nodes as a selector does.",
    serves: apart,
  },
  {
    that: "prefers any node but standard ones",
    breaks: (spec) => {
      spec.affinity = {
        nodeAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            { weight: 100, preference: term(nodeClassLabel, "NotIn", ["standard"]) },
          ],
        },
      };
    },
    why: "What a preference leaves over is another class's nodes.",
    serves: apart,
  },
  {
    that: "names its node by affinity",
    breaks: (spec) => {
      spec.affinity = {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [
              { matchFields: [{ key: "metadata.name", operator: "In", values: [nodeName] }] },
            ],
          },
        },
      };
    },
    why: "Who chooses the node chooses the neighbours.",
    serves: apart,
  },
  {
    that: "wants to be beside another tenant's pods",
    breaks: (spec) => {
      spec.affinity = {
        podAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            { topologyKey: "kubernetes.io/hostname", labelSelector: {}, namespaces: ["checkout"] },
          ],
        },
      };
    },
    why: "An escape reaches the neighbours on the node first.",
    serves: apart,
  },
  {
    that: "keeps every other tenant's pods out of its zone",
    breaks: (spec) => {
      spec.affinity = {
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            { topologyKey: "topology.kubernetes.io/zone", labelSelector: {}, namespaceSelector: {} },
          ],
        },
      };
    },
    why: "A required anti-affinity binds the others too, and a zone is soon full.",
    serves: ["D4", "T1499"],
  },
  {
    that: "leaves the selector of pci nodes out",
    tenant: "payments",
    breaks: (spec) => {
      delete spec.nodeSelector;
    },
    why: "Card payments would run on nodes of everybody's.",
    serves: apart,
  },
  {
    that: "selects standard nodes from the class pci",
    tenant: "payments",
    breaks: (spec) => {
      spec.nodeSelector = { [nodeClassLabel]: "standard" };
    },
    why: "Card payments would run on nodes of everybody's.",
    serves: apart,
  },
  {
    that: "leaves the toleration of pci nodes out",
    tenant: "payments",
    breaks: (spec) => {
      delete spec.tolerations;
    },
    why: "It would wait for ever, and the selector alone tells of no intention.",
    serves: apart,
  },
  {
    that: "brings a scheduler of its own",
    by: "casemate-pods",
    breaks: (spec) => {
      spec.schedulerName = "mine";
    },
    why: "Whoever answers to the name binds the pod to any node.",
    serves: apart,
  },
  {
    that: "takes a priority of the system's",
    by: "casemate-pods",
    breaks: (spec) => {
      spec.priorityClassName = "system-node-critical";
    },
    why: "Such a pod evicts every other.",
    serves: ["D4", "T1499"],
  },
  {
    that: "names a runtime of its own",
    by: "casemate-pods",
    // In a Pod the API server looks the class up first, and refuses one that isn't there.
    kinds: ["Deployment"],
    breaks: (spec) => {
      spec.runtimeClassName = "unconfined";
    },
    why: "A runtime class may be one that confines less.",
    serves: ["A10", "C2"],
  },
];
