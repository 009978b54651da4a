import { nodeClassLabel, nodeClassTaint } from "../../../components/contract/classes.ts";
import { type Controls, mitre, nsa, requirement } from "../../../controls/ids.ts";
import type { Attempt } from "../support/attempt.ts";
import { podNamed } from "../support/kinds.ts";
import { jsonPatch, make, mergePatch, pathOf, read, remove, strategicPatch } from "../support/requests.ts";
import { nodeName } from "../support/scene.ts";
import { scheduler } from "../support/system-actors.ts";
import { table } from "../support/tables.ts";
import { otherNode, target } from "../support/targets.ts";

const nodes = pathOf("v1", "nodes");
const ownNode = `${nodes}/${nodeName}`;
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

const why = "A compromised node must not get another class's pods or Secrets.";
const serves: Controls = [...requirement("A7", "B6"), ...nsa("NSA-POD-18"), ...mitre("T1552.007")];

/** What an attacker on a node can do with its certificate, and with the tokens on it. */
export const attempts: readonly Attempt[] = [
  ...table({ as: "node", expect: "refused", why, serves }, [
    {
      name: "makes itself a node of another class",
      by: "casemate-node-class",
      does: mergePatch(ownNode, pci),
    },
    {
      name: "makes itself a node of another class through its status",
      by: "casemate-node-class",
      does: mergePatch(`${ownNode}/status`, pci),
    },
    {
      name: "makes itself a node of no class",
      by: "casemate-node-class",
      does: jsonPatch(ownNode, {
        op: "remove",
        path: `/metadata/labels/${nodeClassLabel.replace("/", "~1")}`,
      }),
    },
    {
      name: "taints itself",
      by: "node-restriction",
      does: strategicPatch(ownNode, {
        spec: { taints: [{ key: nodeClassTaint, value: "pci", effect: "NoSchedule" }] },
      }),
    },
    {
      name: "gives itself a label that only the platform may set",
      by: "node-restriction",
      does: mergePatch(ownNode, {
        metadata: { labels: { "node-restriction.kubernetes.io/trusted": "yes" } },
      }),
    },
    { name: "changes another node's labels", by: "node-restriction", does: mergePatch(other, pci) },
    {
      name: "forges another node's status",
      by: "node-restriction",
      does: mergePatch(`${other}/status`, { status: { conditions: [] } }),
    },
    {
      name: "joins as another node",
      by: "node-restriction",
      does: make(nodes, { apiVersion: "v1", kind: "Node", metadata: { name: "another" } }),
    },
    { name: "deletes itself, to join again with another class", by: "rbac", does: remove(ownNode) },
    { name: "deletes another node", by: "rbac", does: remove(other) },
    {
      name: "keeps another node alive by its lease",
      by: "node-restriction",
      does: make(leases, lease("another")),
    },
    {
      name: "reads a Secret that no pod on it uses",
      by: "rbac",
      does: read(pathOf("v1", "secrets", "payments", "card-keys")),
    },
    { name: "reads all Secrets of a tenant", by: "rbac", does: read(pathOf("v1", "secrets", "payments")) },
    {
      name: "reads a ConfigMap that no pod on it uses",
      by: "rbac",
      does: read(pathOf("v1", "configmaps", "payments", "any")),
    },
    { name: "reads the Secrets of all namespaces", by: "node-restriction", does: read("/api/v1/secrets") },
    {
      name: "requests a token of an account that no pod on it uses",
      by: "rbac",
      does: make(pathOf("v1", "serviceaccounts", "payments", "paymentservice/token"), token),
    },
    {
      name: "runs a pod of a tenant's account on itself",
      by: "node-restriction",
      does: make(
        pathOf("v1", "pods", "payments"),
        podNamed("attempt", "payments", (spec) => Object.assign(spec, { nodeName })),
      ),
    },
    {
      name: "deletes a pod that isn't its own",
      by: "node-restriction",
      does: remove(pathOf("v1", "pods", "checkout", target)),
    },
    {
      name: "binds a tenant's pod to itself",
      by: "rbac",
      does: make(pathOf("v1", "pods", "payments", `${target}/binding`), bindingTo(nodeName)),
    },
    {
      name: "binds itself to cluster-admin",
      by: "rbac",
      does: make(pathOf("rbac.authorization.k8s.io/v1", "clusterrolebindings"), {}),
    },
    {
      name: "opens a tenant's default-deny",
      by: "rbac",
      does: mergePatch(pathOf("networking.k8s.io/v1", "networkpolicies", "payments", "default-deny"), {
        spec: { egress: [{}] },
      }),
    },
    {
      name: "disables an admission policy",
      by: "rbac",
      does: remove(
        pathOf(
          "admissionregistration.k8s.io/v1",
          "validatingadmissionpolicybindings",
          undefined,
          "casemate-images",
        ),
      ),
    },
  ]),
  ...table({ as: "CSI driver", expect: "refused", why, serves }, [
    { name: "moves a node to another class", by: "casemate-node-class", does: mergePatch(ownNode, pci) },
    {
      name: "removes the class taint from a node",
      by: "casemate-node-class",
      does: strategicPatch(ownNode, {
        spec: { taints: [{ key: nodeClassTaint, value: "pci", effect: "NoSchedule" }] },
      }),
    },
    {
      name: "moves a node to another class through its status",
      by: "rbac",
      does: mergePatch(`${ownNode}/status`, pci),
    },
    { name: "reads a tenant's Secrets", by: "rbac", does: read(pathOf("v1", "secrets", "payments")) },
  ]),
  ...table(
    {
      as: "delegate of checkout",
      expect: "refused",
      by: "casemate-pod-bindings",
      why: "NoSchedule taints don't stop a bound pod, so it can run on another class's nodes.",
      serves: [...requirement("A7"), ...nsa("NSA-POD-18")],
    },
    [
      {
        name: "binds its pod to a node of its choice by the pod",
        does: make(pathOf("v1", "pods", "checkout", `${target}/binding`), bindingTo(nodeName)),
      },
      {
        name: "binds its pod to a node of its choice by the older API",
        does: make(pathOf("v1", "bindings", "checkout"), bindingTo(nodeName)),
      },
    ],
  ),
  ...table(
    {
      expect: "admitted",
      why: "The policies must not block nodes and their drivers.",
      serves: [...requirement("A7", "B6")],
    },
    [
      { name: "reads itself", as: "node", does: read(ownNode) },
      {
        name: "binds a tenant's pod to a node",
        as: scheduler,
        does: make(pathOf("v1", "pods", "checkout", `${target}/binding`), bindingTo(nodeName)),
      },
      {
        name: "reports its condition",
        as: "node",
        does: mergePatch(`${ownNode}/status`, { status: { allocatable: { pods: "30" } } }),
      },
      { name: "renews its lease", as: "node", does: make(leases, lease(nodeName)) },
      {
        name: "labels itself with the features that it found",
        as: "node",
        does: mergePatch(ownNode, { metadata: { labels: { "feature.example/cpu": "fast" } } }),
      },
      {
        name: "removes a startup taint from a node",
        as: "CSI driver",
        does: mergePatch(ownNode, { spec: { taints: null } }),
      },
      { name: "moves a node to another class", as: "platform", does: mergePatch(ownNode, pci) },
    ],
  ),
];
