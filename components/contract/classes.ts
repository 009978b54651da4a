/**
 * A compliance class: what a namespace's data needs. One label on the namespace names it.
 *
 * - `standard`: nothing out of the ordinary.
 * - `sensitive`: own nodes, and nobody enters running pods.
 * - `pci`: as `sensitive`, and no traffic with public addresses.
 */
export type ComplianceClass = "standard" | "sensitive" | "pci";

/** What a class means. */
export interface ClassProfile {
  /**
   * Pods belong on a node pool of the class: they select `nodeClassLabel` and tolerate `nodeClassTaint`, which
   * keeps all pods off that don't. Admission refuses pods that do otherwise.
   */
  readonly ownNodes: boolean;
  /** People may enter running pods: `exec`, `attach`, `port-forward`, `proxy`, ephemeral containers. */
  readonly interactive: boolean;
  /** Flows may name public addresses. */
  readonly publicFlows: boolean;
}

/** Every class and what it means. Later classes and fields are added here, and nowhere else. */
export const classes: Readonly<Record<ComplianceClass, ClassProfile>> = {
  standard: { ownNodes: false, interactive: true, publicFlows: true },
  sensitive: { ownNodes: true, interactive: false, publicFlows: true },
  pci: { ownNodes: true, interactive: false, publicFlows: false },
};

/** The label on a Namespace that names its class. */
export const classLabel = "casemate.dev/class";

/** The label on a Namespace that says whether it may be deleted: `protected` or `disposable`. */
export const lifecycleLabel = "casemate.dev/lifecycle";

/**
 * Annotations on a Namespace that admission policies read, one value a line. They stand on the Namespace, rather
 * than in parameter objects, so that they can't be missing while the namespace exists: docs/decisions/0009.
 */
export const namespaceAnnotations = {
  /** The hosts that Ingresses and Gateway routes of the namespace may claim. */
  hosts: "casemate.dev/hosts",
  /** The groups, with the cluster's prefix, that RoleBindings of the namespace may name. */
  groups: "casemate.dev/groups",
  /** The service accounts whose pods may mount a token for the Kubernetes API. */
  kubernetesApi: "casemate.dev/kubernetes-api",
} as const;

/**
 * What RBAC is asked to tell the platform from others: the verb `manage` on a resource that doesn't exist. The
 * cluster's admins have it with everything else; bind it to whoever else manages the platform's objects.
 */
export const platformRight = { group: "casemate.dev", resource: "marked", verb: "manage" } as const;

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
