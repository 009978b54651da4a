/**
 * An entry of the catalogue of platform software. It is data only.
 *
 * Texts in a policy, a flow, a configuration, or the values of a chart or add-on may have placeholders: `{partition}`,
 * `{region}`, `{account}`, `{cluster}`. `{option.zones}` is the value of the option `zones`. The keys of a policy's
 * conditions may have them too. A list repeats the text, or the object in a list, that holds its placeholder. An empty
 * list removes it, the flow, or the statement whose resources are then none. A policy without statements makes no role.
 */
export interface SoftwareEntry {
  /** The name in the stack's config, for example `external-dns`. The file has the same name. */
  readonly id: string;
  /** The version of the software from whose manifests the facts were taken, for example `v0.20.0`. */
  readonly version: string;
  /** Where the facts come from: URLs of chart, manifests and IAM policy at that version. */
  readonly sources: readonly [string, ...string[]];
  /** The namespace that its manifests expect, unless the user names another. */
  readonly namespace: string;
  /** Who installs it. Casemate prepares everything around it in each case. */
  readonly install: SoftwareInstall;
  /** The strictest Pod Security level that all its pods meet. A level below `restricted` has its reason. */
  readonly podSecurity: { readonly level: "restricted" } | SoftwarePodSecurityException;
  /** Its pods, by the name of their controller without the release's name. */
  readonly workloads: Readonly<Record<string, SoftwareWorkload>>;
  /** The API groups of its custom resources. @default - none */
  readonly customResources?: readonly string[];
  /** Repositories of its images, without tag: `registry/path`. */
  readonly images: readonly string[];
  /** What the user must or may give, by name. @default - none */
  readonly options?: Readonly<Record<string, SoftwareOption>>;
  /** Annotations, classes and objects by which tenants use it, so that an admission policy can judge them. */
  readonly usedBy?: string;
}

export interface SoftwarePodSecurityException {
  readonly level: "baseline" | "privileged";
  readonly reason: string;
}

/** Who installs the software. */
export type SoftwareInstall =
  | {
      readonly kind: "addon";
      readonly addon: string;
      /** The namespace in which EKS installs it by default. @default - the entry's namespace */
      readonly defaultNamespace?: string;
      /** The add-on's configuration values that the facts of this entry depend on. @default - the add-on's own */
      readonly values?: Readonly<Record<string, unknown>>;
    }
  | {
      readonly kind: "chart";
      /** The chart's name, without repository: the user names the registry. The release's name is the entry's id. */
      readonly chart: string;
      readonly version: string;
      /**
       * The chart's values that the facts of this entry depend on. Texts may have placeholders.
       *
       * @default - the chart's own
       */
      readonly values?: Readonly<Record<string, unknown>>;
    }
  /** A capability that EKS runs outside the cluster. */
  | {
      readonly kind: "capability";
      /** A type of `aws.eks.Capability`. */
      readonly capability: "ACK" | "ARGOCD" | "KRO";
      /** The configuration in the form of `aws.eks.Capability`, with placeholders. @default - none */
      readonly configuration?: Readonly<Record<string, unknown>>;
      /** What the capability may do in AWS by its role, which EKS assumes. @default - nothing */
      readonly role?: { readonly policy: SoftwarePolicy };
    };

/** An option that the user gives. */
export interface SoftwareOption {
  readonly description: string;
  readonly kind: "text" | "list";
  /** A value that is safe without the user. @default - the user must give one */
  readonly default?: string | readonly string[];
  /** A regular expression for each text. @default - any text without blanks */
  readonly pattern?: string;
  readonly example: string;
}

/** One controller of pods. */
export interface SoftwareWorkload {
  readonly kind: "Deployment" | "DaemonSet" | "StatefulSet" | "Job" | "CronJob";
  /** Labels that select its pods and no others of the namespace. */
  readonly labels: Readonly<Record<string, string>>;
  readonly serviceAccount: string;
  /** Its pods call the Kubernetes API. @default false */
  readonly kubernetesApi?: boolean;
  /** Its pods use the node's network, and why. NetworkPolicies don't apply to them. @default - no */
  readonly hostNetwork?: { readonly reason: string };
  /** Its pods need more than the level `restricted` allows, and why. @default - no */
  readonly privileged?: { readonly reason: string };
  /** The ports that its pods listen on. */
  readonly listens: readonly SoftwareListener[];
  /** What its pods call in addition to DNS, the Kubernetes API and AWS. @default - nothing */
  readonly calls?: readonly SoftwareCall[];
  /** What it may do in AWS. @default - nothing */
  readonly aws?: SoftwareAws;
}

/**
 * Who connects to a port.
 *
 * - `api-server`: webhooks and aggregated APIs, from the control plane's subnets;
 * - `kubelet`: probes, which the VPC CNI always lets through from the pod's own node;
 * - `peers`: other pods of the same namespace;
 * - `scrapers`: pods of the platform namespace that collects metrics;
 * - `load-balancers`: the load balancers' subnets;
 * - `tenants`: tenants that call it, for example to send traces;
 * - `none`: it listens, but no caller needs it.
 */
export type SoftwareCaller =
  | "api-server"
  | "kubelet"
  | "peers"
  | "scrapers"
  | "load-balancers"
  | "tenants"
  | "none";

export interface SoftwareListener {
  /** The port's name in the manifests, or a word for what it is. */
  readonly name: string;
  /** The port that the pods listen on, 1 to 65535. */
  readonly port: number;
  /** @default "TCP" */
  readonly protocol?: "TCP" | "UDP";
  readonly from: readonly [SoftwareCaller, ...SoftwareCaller[]];
}

/** What a workload calls. */
export type SoftwareCall = {
  readonly port: number;
  /** @default "TCP" */
  readonly protocol?: "TCP" | "UDP";
  readonly reason: string;
} & (
  | { readonly workload: string }
  | { readonly namespace: string; readonly workload?: string }
  /** Addresses, or a placeholder of an option. */
  | { readonly cidr: string }
  /** Kubelets of all nodes: their addresses in the VPC. */
  | { readonly nodes: true }
);

/** What a workload may do in AWS. */
export interface SoftwareAws {
  /**
   * Its IAM policy, narrow, with placeholders. Each `Resource: "*"` has its reason in a comment.
   *
   * @default - no role
   */
  readonly policy?: SoftwarePolicy;
  /** It asks EKS Pod Identity for the roles of other pods, with their tokens. @default false */
  readonly forOtherPods?: boolean;
  /** What it calls with another identity than its own role, for the policies of endpoints. @default - nothing */
  readonly actions?: readonly string[];
  /** The VPC endpoints that it needs with egress `none`, for example `elasticloadbalancing`. */
  readonly endpoints: readonly string[];
  /** Further endpoints, by the name of an option that needs them unless it is empty. @default - none */
  readonly optionEndpoints?: Readonly<Record<string, readonly string[]>>;
}

export interface SoftwarePolicy {
  readonly Version: "2012-10-17";
  readonly Statement: readonly SoftwareStatement[];
}

export interface SoftwareStatement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}
