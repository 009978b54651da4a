import { nodeClassLabel, nodeClassTaint } from "../../../components/contract/classes.ts";
import type { Attempt, Request } from "../support/attempt.ts";
import { podNamed } from "../support/kinds.ts";
import { jsonPatch, make, mergePatch, pathOf, read, remove, strategicPatch } from "../support/requests.ts";
import { nodeName } from "../support/scene.ts";
import { otherNode, target } from "../support/targets.ts";

/** What whoever took a node over can do with its certificate, and with the tokens that lie on it. */

const nodes = pathOf("v1", "nodes");
const own = `${nodes}/${nodeName}`;
const other = `${nodes}/${otherNode}`;
const lease = (name: string) => ({
  apiVersion: "coordination.k8s.io/v1",
  kind: "Lease",
  metadata: { name, namespace: "kube-node-lease" },
  spec: { holderIdentity: name, leaseDurationSeconds: 40 },
});
const leases = pathOf("coordination.k8s.io/v1", "leases", "kube-node-lease");
const pci = { metadata: { labels: { [nodeClassLabel]: "pci" } } };
const token = { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: { audiences: [] } };

const bindingTo = (name: string) => ({
  apiVersion: "v1",
  kind: "Binding",
  metadata: { name: target },
  target: { apiVersion: "v1", kind: "Node", name },
});

type Case = readonly [what: string, by: Attempt["by"] & string, does: Request];

const byNode: readonly Case[] = [
  ["makes itself a node of another class", "casemate-node-class", mergePatch(own, pci)],
  [
    "makes itself a node of another class through its status",
    "casemate-node-class",
    mergePatch(`${own}/status`, pci),
  ],
  [
    "makes itself a node of no class",
    "casemate-node-class",
    jsonPatch(own, { op: "remove", path: `/metadata/labels/${nodeClassLabel.replace("/", "~1")}` }),
  ],
  [
    "taints itself",
    "node-restriction",
    strategicPatch(own, { spec: { taints: [{ key: nodeClassTaint, value: "pci", effect: "NoSchedule" }] } }),
  ],
  [
    "gives itself a label that only the platform gives",
    "node-restriction",
    mergePatch(own, { metadata: { labels: { "node-restriction.kubernetes.io/trusted": "yes" } } }),
  ],
  ["changes another node's labels", "node-restriction", mergePatch(other, pci)],
  [
    "forges another node's status",
    "node-restriction",
    mergePatch(`${other}/status`, { status: { conditions: [] } }),
  ],
  [
    "joins as another node",
    "node-restriction",
    make(nodes, { apiVersion: "v1", kind: "Node", metadata: { name: "another" } }),
  ],
  ["deletes itself, to join again with another class", "rbac", remove(own)],
  ["deletes another node", "rbac", remove(other)],
  ["keeps another node alive by its lease", "node-restriction", make(leases, lease("another"))],
  ["reads a Secret that no pod on it uses", "rbac", read(pathOf("v1", "secrets", "payments", "card-keys"))],
  ["reads all Secrets of a tenant", "rbac", read(pathOf("v1", "secrets", "payments"))],
  ["reads a ConfigMap that no pod on it uses", "rbac", read(pathOf("v1", "configmaps", "payments", "any"))],
  ["reads the Secrets of all namespaces", "node-restriction", read("/api/v1/secrets")],
  [
    "asks for a token of an account that no pod on it runs as",
    "rbac",
    make(pathOf("v1", "serviceaccounts", "payments", "paymentservice/token"), token),
  ],
  [
    "runs a pod of a tenant's account on itself",
    "node-restriction",
    make(
      pathOf("v1", "pods", "payments"),
      podNamed("attempt", "payments", (spec) => Object.assign(spec, { nodeName })),
    ),
  ],
  ["deletes a pod that isn't its own", "node-restriction", remove(pathOf("v1", "pods", "checkout", target))],
  [
    "makes room for a tenant's pod on itself by binding it",
    "rbac",
    make(pathOf("v1", "pods", "payments", `${target}/binding`), bindingTo(nodeName)),
  ],
  [
    "binds itself to cluster-admin",
    "rbac",
    make(pathOf("rbac.authorization.k8s.io/v1", "clusterrolebindings"), {}),
  ],
  [
    "opens a tenant's default-deny",
    "rbac",
    mergePatch(pathOf("networking.k8s.io/v1", "networkpolicies", "payments", "default-deny"), {
      spec: { egress: [{}] },
    }),
  ],
  [
    "switches an admission policy off",
    "rbac",
    remove(
      pathOf(
        "admissionregistration.k8s.io/v1",
        "validatingadmissionpolicybindings",
        undefined,
        "casemate-images",
      ),
    ),
  ],
];

const byDriver: readonly Case[] = [
  ["makes a node one of another class", "casemate-node-class", mergePatch(own, pci)],
  [
    "takes the class taint off a node",
    "casemate-node-class",
    strategicPatch(own, { spec: { taints: [{ key: nodeClassTaint, value: "pci", effect: "NoSchedule" }] } }),
  ],
  ["makes a node one of another class through its status", "rbac", mergePatch(`${own}/status`, pci)],
  ["reads a tenant's Secrets", "rbac", read(pathOf("v1", "secrets", "payments"))],
];

const why = "A node that was taken over must not draw another class's pods or Secrets to itself.";
const serves = ["A7", "B6", "NSA-POD-18", "T1552.007"] as const;

/** Nodes, and pods of the system on them. */
export const nodeAttempts: readonly Attempt[] = [
  ...byNode.map(
    ([what, by, does]): Attempt => ({
      name: what,
      as: "node",
      does,
      expect: "refused",
      by,
      why,
      serves,
    }),
  ),
  ...byDriver.map(
    ([what, by, does]): Attempt => ({
      name: what,
      as: "CSI driver",
      does,
      expect: "refused",
      by,
      why,
      serves,
    }),
  ),
  ...(["pods", "bindings"] as const).map(
    (way): Attempt => ({
      name: `binds its pod to a node of its choice by ${way === "pods" ? "the pod" : "the older way"}`,
      as: "delegate of checkout",
      does: make(
        pathOf("v1", way, "checkout", way === "pods" ? `${target}/binding` : undefined),
        bindingTo(nodeName),
      ),
      expect: "refused",
      by: "casemate-pod-bindings",
      why: "A bound pod is past NoSchedule taints, and so on another class's nodes.",
      serves: ["A7", "NSA-POD-18"],
    }),
  ),
  ...(
    [
      ["reads itself", "node", read(own)],
      [
        "binds a tenant's pod to a node",
        { name: "scheduler", identity: () => ({ certificate: "system:kube-scheduler" }) },
        make(pathOf("v1", "pods", "checkout", `${target}/binding`), bindingTo(nodeName)),
      ],
      [
        "reports its condition",
        "node",
        mergePatch(`${own}/status`, { status: { allocatable: { pods: "30" } } }),
      ],
      ["says that it is alive", "node", make(leases, lease(nodeName))],
      [
        "labels itself with what it found out",
        "node",
        mergePatch(own, { metadata: { labels: { "feature.example/cpu": "fast" } } }),
      ],
      ["takes a startup taint off a node", "CSI driver", mergePatch(own, { spec: { taints: null } })],
      ["makes a node one of another class", "platform", mergePatch(own, pci)],
    ] as const
  ).map(
    ([what, as, does]): Attempt => ({
      name: what,
      as,
      does,
      expect: "admitted",
      why: "Nodes and their drivers must do their work.",
      serves: ["A7", "B6"],
    }),
  ),
];
