import { nodeClassLabel, nodeClassTaint } from "../../../components/contract/classes.ts";
import { mitre, nsa, requirement } from "../../../controls/ids.ts";
import type { Attempt } from "../support/attempt.ts";
import { nodeName } from "../support/scene.ts";
import { podTable } from "../support/tables.ts";

const term = (key: string, operator: string, values?: string[]) => ({
  matchExpressions: [{ key, operator, ...(values && { values }) }],
});

/** Pods that choose their node, and so the pods beside them. */
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
      why: "A pod with a node never meets the scheduler, and so none of the taints that keep it off.",
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
      why: "Nothing but card payments may run beside card payments.",
    },
    {
      variant: "that tolerates the taints of all classes",
      change: (spec) => {
        spec.tolerations = [{ key: nodeClassTaint, operator: "Exists", effect: "NoSchedule" }];
      },
      why: "Nothing but card payments may run beside card payments.",
    },
    {
      variant: "that tolerates the taint of the system's nodes",
      change: (spec) => {
        spec.tolerations = [{ key: "CriticalAddonsOnly", operator: "Exists" }];
      },
      why: "Cluster add-ons hold rights that an escape beside them would take over.",
    },
    {
      variant: "that selects pci nodes",
      change: (spec) => {
        spec.nodeSelector = { [nodeClassLabel]: "pci" };
      },
      why: "Nothing but card payments may run beside card payments.",
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
      why: "Affinity selects nodes as a selector does.",
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
      why: "What a preference leaves over is another class's nodes.",
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
      why: "Who chooses the node chooses the neighbours.",
    },
    {
      variant: "that wants to be beside another tenant's pods",
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
      variant: "that leaves the selector of pci nodes out",
      tenant: "payments",
      change: (spec) => {
        delete spec.nodeSelector;
      },
      why: "Card payments would run on nodes of everybody's.",
    },
    {
      variant: "that selects standard nodes from the class pci",
      tenant: "payments",
      change: (spec) => {
        spec.nodeSelector = { [nodeClassLabel]: "standard" };
      },
      why: "Card payments would run on nodes of everybody's.",
    },
    {
      variant: "that leaves the toleration of pci nodes out",
      tenant: "payments",
      change: (spec) => {
        delete spec.tolerations;
      },
      why: "It would wait for ever, and the selector alone tells of no intention.",
    },
    {
      variant: "that brings a scheduler of its own",
      by: "casemate-pods",
      change: (spec) => {
        spec.schedulerName = "mine";
      },
      why: "Whoever answers to the name binds the pod to any node.",
    },
    {
      variant: "that takes a priority of the system's",
      by: "casemate-pods",
      change: (spec) => {
        spec.priorityClassName = "system-node-critical";
      },
      why: "Such a pod evicts every other.",
      serves: [...requirement("D4"), ...mitre("T1499")],
    },
    {
      variant: "that names a runtime of its own",
      by: "casemate-pods",
      // In a Pod, the API server first refuses a RuntimeClass that doesn't exist.
      kinds: ["Deployment"],
      change: (spec) => {
        spec.runtimeClassName = "unconfined";
      },
      why: "A runtime class may be one that confines less.",
      serves: [...requirement("A10", "C2")],
    },
  ],
);
