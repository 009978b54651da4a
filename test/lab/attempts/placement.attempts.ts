import { nodeClassLabel, nodeClassTaint } from "../../../components/compliance/classes.ts";
import { nodeName } from "../scene.ts";
import type { Attempt, Layer, Tenant } from "./attempt.ts";
import { collection, create, podNamed, type WorkloadKind } from "./kinds.ts";
import { makeForReal, pathOf, strategicPatch } from "./requests.ts";
import type { Change } from "./workloads.ts";

interface Placement {
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

const byNodeName: readonly [string, ...string[]] = ["A7", "E2", "NSA-POD-18"];
const term = (key: string, operator: string, values?: string[]) => ({
  matchExpressions: [{ key, operator, ...(values && { values }) }],
});

const placements: readonly Placement[] = [
  {
    that: "names its node",
    breaks: (spec) => {
      spec.nodeName = nodeName;
    },
    why: "A pod with a node never meets the scheduler, and so none of the taints that keep it off.",
    serves: byNodeName,
  },
  {
    that: "tolerates every taint",
    breaks: (spec) => {
      spec.tolerations = [{ operator: "Exists" }];
    },
    why: "Taints keep other workloads off the nodes of a class.",
    serves: byNodeName,
  },
  {
    that: "tolerates the taint of pci nodes",
    breaks: (spec) => {
      spec.tolerations = [{ key: nodeClassTaint, operator: "Equal", value: "pci", effect: "NoSchedule" }];
    },
    why: "Nothing but card payments may run beside card payments.",
    serves: byNodeName,
  },
  {
    that: "tolerates the taints of all classes",
    breaks: (spec) => {
      spec.tolerations = [{ key: nodeClassTaint, operator: "Exists", effect: "NoSchedule" }];
    },
    why: "Nothing but card payments may run beside card payments.",
    serves: byNodeName,
  },
  {
    that: "tolerates the taint of the system's nodes",
    breaks: (spec) => {
      spec.tolerations = [{ key: "CriticalAddonsOnly", operator: "Exists" }];
    },
    why: "Cluster add-ons hold rights that an escape beside them would take over.",
    serves: byNodeName,
  },
  {
    that: "selects pci nodes",
    breaks: (spec) => {
      spec.nodeSelector = { [nodeClassLabel]: "pci" };
    },
    why: "Nothing but card payments may run beside card payments.",
    serves: byNodeName,
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
    serves: byNodeName,
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
    serves: byNodeName,
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
    serves: byNodeName,
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
    serves: byNodeName,
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
    serves: byNodeName,
  },
  {
    that: "selects standard nodes from the class pci",
    tenant: "payments",
    breaks: (spec) => {
      spec.nodeSelector = { [nodeClassLabel]: "standard" };
    },
    why: "Card payments would run on nodes of everybody's.",
    serves: byNodeName,
  },
  {
    that: "leaves the toleration of pci nodes out",
    tenant: "payments",
    breaks: (spec) => {
      delete spec.tolerations;
    },
    why: "It would wait for ever, and the selector alone tells of no intention.",
    serves: byNodeName,
  },
  {
    that: "brings a scheduler of its own",
    by: "casemate-pods",
    breaks: (spec) => {
      spec.schedulerName = "mine";
    },
    why: "Whoever answers to the name binds the pod to any node.",
    serves: byNodeName,
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

/** Attempts to choose the node, and with it the neighbours. */
export const placement: readonly Attempt[] = [
  ...placements.flatMap(
    ({ that, breaks, kinds = ["Pod", "Deployment"], tenant = "storefront", by, why, serves }) =>
      kinds.map(
        (kind): Attempt => ({
          name: `runs a ${kind} that ${that}`,
          as: `developer of ${tenant}`,
          does: create(kind, tenant, breaks),
          expect: "refused",
          by: by ?? "casemate-placement",
          why,
          serves,
        }),
      ),
  ),
  {
    name: "adds a toleration of pci nodes to a pod that waits",
    as: "developer of storefront",
    given: [
      {
        as: "developer of storefront",
        ...makeForReal(collection("Pod", "storefront"), podNamed("waiting", "storefront")),
      },
    ],
    does: strategicPatch(pathOf("v1", "pods", "storefront", "waiting"), {
      spec: { tolerations: [{ key: nodeClassTaint, operator: "Exists" }] },
    }),
    expect: "refused",
    by: "casemate-placement",
    why: "Tolerations are one of the few things of a pod that can be added later.",
    serves: byNodeName,
  },
  {
    name: "binds a waiting pod to a node",
    as: "developer of storefront",
    given: [
      {
        as: "developer of storefront",
        ...makeForReal(collection("Pod", "storefront"), podNamed("waiting", "storefront")),
      },
    ],
    does: {
      method: "POST",
      path: pathOf("v1", "pods", "storefront", "waiting/binding"),
      body: {
        apiVersion: "v1",
        kind: "Binding",
        metadata: { name: "waiting" },
        target: { apiVersion: "v1", kind: "Node", name: nodeName },
      },
    },
    expect: "refused",
    by: "rbac",
    why: "A binding is what the scheduler writes.",
    serves: byNodeName,
  },
];
