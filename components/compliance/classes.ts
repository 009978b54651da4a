/**
 * A compliance class: what a namespace's data needs. One label on the namespace names it.
 *
 * - `standard`: nothing out of the ordinary.
 * - `sensitive`: own nodes.
 * - `pci`: own nodes, and no traffic with public addresses.
 */
export type ComplianceClass = "standard" | "sensitive" | "pci";

/** What a class means. */
export interface ClassProfile {
  /**
   * Pods belong on a node pool of the class: they select `nodeClassLabel` and tolerate `nodeClassTaint`, which
   * keeps all pods off that don't. Nothing yet makes a pod do so: docs/known-holes.md.
   */
  readonly ownNodes: boolean;
  /** Flows may name public addresses. */
  readonly publicFlows: boolean;
}

/** Every class and what it means. Later classes and fields are added here, and nowhere else. */
export const classes: Readonly<Record<ComplianceClass, ClassProfile>> = {
  standard: { ownNodes: false, publicFlows: true },
  sensitive: { ownNodes: true, publicFlows: true },
  pci: { ownNodes: true, publicFlows: false },
};

/** The label on a Namespace that names its class. */
export const classLabel = "casemate.dev/class";

/**
 * The label on a node that names the class it is for; pods of the class select it.
 *
 * Not under `node-restriction.kubernetes.io/`: EKS hands a node group's labels to the kubelet, which refuses
 * to start with one of that prefix (eksctl#6947, terraform-aws-eks#3346). A cluster's node guard keeps
 * nodes and service accounts from changing this one, so that a taken-over node can't pull another class's
 * pods to itself.
 */
export const nodeClassLabel = "casemate.dev/node-class";

/** The taint that keeps other pods off a class's nodes, as `casemate.dev/class=pci:NoSchedule`. */
export const nodeClassTaint = "casemate.dev/class";

/** The label on every object that the platform owns. */
export const managedByLabel = "app.kubernetes.io/managed-by";
export const managedBy = "casemate";
