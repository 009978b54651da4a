/**
 * A compliance class: what a namespace's data needs. One label on the namespace names it.
 *
 * - `standard`: no additional rules.
 * - `sensitive`: own nodes, and no user may enter running pods.
 * - `pci`: the rules of `sensitive`, no traffic with public addresses, and a permissions boundary for roles of pods.
 */
export type ComplianceClass = "standard" | "sensitive" | "pci";

/** What a class means. */
export interface ClassProfile {
  /**
   * Pods run only on node pools of the class: they select `nodeClassLabel` and tolerate `nodeClassTaint`. The taint
   * keeps all other pods off these nodes. Admission refuses pods that select or tolerate another class.
   */
  readonly ownNodes: boolean;
  /** Users may enter running pods: `exec`, `attach`, `port-forward`, `proxy`, ephemeral containers. */
  readonly interactive: boolean;
  /** Flows may name public addresses. */
  readonly publicFlows: boolean;
  /** The roles of pods have a permissions boundary: the cluster's, or one that Casemate creates. */
  readonly boundary: boolean;
}

/** Every class and its profile. To add a class or a field, change only this list. */
export const classes: Readonly<Record<ComplianceClass, ClassProfile>> = {
  standard: { ownNodes: false, interactive: true, publicFlows: true, boundary: false },
  sensitive: { ownNodes: true, interactive: false, publicFlows: true, boundary: false },
  pci: { ownNodes: true, interactive: false, publicFlows: false, boundary: true },
};

/** The label on a Namespace that names its class. */
export const classLabel = "casemate.dev/class";

/**
 * The label on a Namespace that says how far its exposures reach: `public` or `internal`. IngressClassParams and
 * Gateways of the platform can select namespaces by it.
 */
export const exposureLabel = "casemate.dev/exposure";

/** The label on a Namespace that says whether it may be deleted: `protected` or `disposable`. */
export const lifecycleLabel = "casemate.dev/lifecycle";

/**
 * Annotations on a Namespace that admission policies read, one value a line. Parameter objects could be missing
 * while the namespace exists. Annotations of the Namespace itself can't: docs/decisions/0009.
 */
export const namespaceAnnotations = {
  /** The hosts that Ingresses and Gateway routes of the namespace may claim. */
  hosts: "casemate.dev/hosts",
  /** The groups, with the cluster's prefix, that RoleBindings of the namespace may name. */
  groups: "casemate.dev/groups",
  /** The exposures of the namespace: visibility, protocol, port and workload in one line. */
  exposure: "casemate.dev/exposure",
  /** The ranges of the load balancers that its exposures let in, each after its visibility. The plan reads it. */
  loadBalancers: "casemate.dev/load-balancers",
  /**
   * The machines from outside the namespace that the platform's RoleBindings may name: `Group casemate:role:…`,
   * `ServiceAccount argocd/argocd-application-controller`.
   */
  machines: "casemate.dev/machines",
  /** The service accounts whose pods may mount a token for the Kubernetes API. */
  kubernetesApi: "casemate.dev/kubernetes-api",
  /** The StorageClasses that claims may name, in addition to the default. */
  storageClasses: "casemate.dev/storage-classes",
  /** The VolumeAttributesClasses that claims may name. */
  volumeAttributesClasses: "casemate.dev/volume-attributes-classes",
  /** The workloads, each with a service account: `api api`. Pods with a workload's label run as its account. */
  workloads: "casemate.dev/workloads",
  /** The limits of containers that set none, for example `cpu 500m`. The LimitRange applies them. */
  defaultLimits: "casemate.dev/default-limits",
  /** The audiences of other tokens that pods of an account may mount: `api sts.amazonaws.com`. */
  tokenAudiences: "casemate.dev/token-audiences",
  /** The accounts that an operator creates, and its user: `db system:serviceaccount:cnpg-system:cnpg-manager`. */
  operatedAccounts: "casemate.dev/operated-accounts",
} as const;

/**
 * The annotation on a Namespace with an exception from Pod Security `restricted`: `baseline until 2027-01-31 (team)`. It
 * comes from a waiver. Only the platform can set it.
 */
export const podSecurityAnnotation = "casemate.dev/pod-security-exception";

/**
 * The RBAC right by which policies recognize the platform: the verb `manage` on a resource that doesn't exist. The
 * cluster's admins have it with all other rights. Bind it to other users who manage the platform's objects.
 */
export const platformRight = { group: "casemate.dev", resource: "marked", verb: "manage" } as const;

/**
 * The label on a node that names its class. Pods of the class select it.
 *
 * Not under `node-restriction.kubernetes.io/`: EKS passes a node group's labels to the kubelet, which refuses
 * to start with one of that prefix (eksctl#6947, terraform-aws-eks#3346). An admission policy keeps nodes and
 * service accounts from changing this label. A compromised node then can't attract another class's pods.
 */
export const nodeClassLabel = "casemate.dev/node-class";

/** The taint that keeps other pods off a class's nodes, for example `casemate.dev/class=pci:NoSchedule`. */
export const nodeClassTaint = "casemate.dev/class";

/** The label on every object that the platform owns. */
export const managedByLabel = "app.kubernetes.io/managed-by";
export const managedBy = "casemate";
