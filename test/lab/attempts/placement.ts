import { nodeClassLabel, nodeClassTaint } from "../../../components/contract/classes.ts";
import { mitre, nsa, requirement } from "../../../controls/ids.ts";
import type { Attempt } from "../support/attempt.ts";
import { nodeName } from "../support/scene.ts";
import { podTable } from "../support/tables.ts";

const term = (key: string, operator: string, values?: string[]) => ({
  matchExpressions: [{ key, operator, ...(values && { values }) }],
});

/** Pods that choose their node, and so the other pods on it. */
export const attempts: readonly Attempt[] = podTable(
  {
    kinds: ["Pod", "Deployment"],
    tenant: "storefront",
    expect: "refused",
    by: "casemate-placement",
    serves: [...requirement("A7", "E2"), ...nsa("NSA-POD-18")],
  },
  [
    {
      variant: "that names its node",
      change: (spec) => {
        spec.nodeName = nodeName;
      },
      why: "The scheduler doesn't process a pod with a node, so NoSchedule taints don't apply.",
    },
    {
      variant: "that tolerates every taint",
      change: (spec) => {
        spec.tolerations = [{ operator: "Exists" }];
      },
      why: "Taints keep other workloads off the nodes of a class.",
    },
    {
      variant: "that tolerates the taint of pci nodes",
      change: (spec) => {
        spec.tolerations = [{ key: nodeClassTaint, operator: "Equal", value: "pci", effect: "NoSchedule" }];
      },
      why: "Only card payments may run on the nodes for card payments.",
    },
    {
      variant: "that tolerates the taints of all classes",
      change: (spec) => {
        spec.tolerations = [{ key: nodeClassTaint, operator: "Exists", effect: "NoSchedule" }];
      },
      why: "Only card payments may run on the nodes for card payments.",
    },
    {
      variant: "that tolerates the taint of the system's nodes",
      change: (spec) => {
        spec.tolerations = [{ key: "CriticalAddonsOnly", operator: "Exists" }];
      },
      why: "An escape on these nodes would get the rights of cluster add-ons.",
    },
    {
      variant: "that selects pci nodes",
      change: (spec) => {
        spec.nodeSelector = { [nodeClassLabel]: "pci" };
      },
      why: "Only card payments may run on the nodes for card payments.",
    },
    {
      variant: "that requires pci nodes by affinity",
      change: (spec) => {
        spec.affinity = {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [term(nodeClassLabel, "In", ["pci"])],
            },
          },
        };
      },
      why: "Affinity selects nodes like a selector.",
    },
    {
      variant: "that prefers any node but standard ones",
      change: (spec) => {
        spec.affinity = {
          nodeAffinity: {
            preferredDuringSchedulingIgnoredDuringExecution: [
              { weight: 100, preference: term(nodeClassLabel, "NotIn", ["standard"]) },
            ],
          },
        };
      },
      why: "The preferred nodes are another class's.",
    },
    {
      variant: "that names its node by affinity",
      change: (spec) => {
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
      why: "A choice of the node is a choice of the neighbours.",
    },
    {
      variant: "that requires another tenant's pods on its node",
      change: (spec) => {
        spec.affinity = {
          podAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: [
              { topologyKey: "kubernetes.io/hostname", labelSelector: {}, namespaces: ["checkout"] },
            ],
          },
        };
      },
      why: "An escape reaches the neighbours on the node first.",
    },
    {
      variant: "that keeps every other tenant's pods out of its zone",
      change: (spec) => {
        spec.affinity = {
          podAntiAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: [
              { topologyKey: "topology.kubernetes.io/zone", labelSelector: {}, namespaceSelector: {} },
            ],
          },
        };
      },
      why: "A required anti-affinity binds the others too, and a zone is soon full.",
      serves: [...requirement("D4"), ...mitre("T1499")],
    },
    {
      variant: "without the selector of pci nodes",
      tenant: "payments",
      change: (spec) => {
        delete spec.nodeSelector;
      },
      why: "Card payments would run on nodes of other classes.",
    },
    {
      variant: "that selects standard nodes from the class pci",
      tenant: "payments",
      change: (spec) => {
        spec.nodeSelector = { [nodeClassLabel]: "standard" };
      },
      why: "Card payments would run on nodes of other classes.",
    },
    {
      variant: "without the toleration of pci nodes",
      tenant: "payments",
      change: (spec) => {
        delete spec.tolerations;
      },
      why: "The pod would wait forever.",
    },
    {
      variant: "that names its own scheduler",
      by: "casemate-pods",
      change: (spec) => {
        spec.schedulerName = "mine";
      },
      why: "A scheduler of that name could bind the pod to any node.",
    },
    {
      variant: "with a priority of the system",
      by: "casemate-pods",
      change: (spec) => {
        spec.priorityClassName = "system-node-critical";
      },
      why: "A pod with this priority evicts every other pod.",
      serves: [...requirement("D4"), ...mitre("T1499")],
    },
    {
      variant: "that names its own runtime",
      by: "casemate-pods",
      // In a Pod, the API server first refuses a RuntimeClass that doesn't exist.
      kinds: ["Deployment"],
      change: (spec) => {
        spec.runtimeClassName = "unconfined";
      },
      why: "Another runtime class can confine the pod less.",
      serves: [...requirement("A10", "C2")],
    },
  ],
);
