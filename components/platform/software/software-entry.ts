/**
 * An entry of the catalogue of platform software. It is data only. Texts in a policy, a flow or a chart's values may
 * have placeholders: `{partition}`, `{region}`, `{account}`, `{cluster}`, and `{option.zones}` for an option of that
 * name. The keys of a policy's conditions may have them too. A list in an option repeats the text that holds its
 * placeholder. An empty list removes the text, the flow, or the statement whose resources are then none.
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
  | { readonly kind: "addon"; readonly addon: string }
  | {
      readonly kind: "chart";
      /** The chart's name, without repository: the user names the registry. */
      readonly chart: string;
      readonly version: string;
      /** The chart's values that the facts of this entry depend on. @default - the chart's own */
      readonly values?: Readonly<Record<string, unknown>>;
    }
  /** A capability that EKS runs outside the cluster. */
  | { readonly kind: "capability"; readonly capability: string };

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
  /** Its IAM policy, narrow, with placeholders. Each `Resource: "*"` has its reason in a comment. */
  readonly policy: SoftwarePolicy;
  /** The VPC endpoints that it needs with egress `none`, for example `elasticloadbalancing`. */
  readonly endpoints: readonly string[];
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
