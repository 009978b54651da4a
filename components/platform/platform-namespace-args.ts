import type * as pulumi from "@pulumi/pulumi";
import type { ClusterRef } from "../contract/cluster-ref.ts";
import type { AcceptedFlow, CalledFlow, Protocol } from "../contract/flow.ts";
import type { Lifecycle } from "../contract/lifecycle.ts";
import type { Waiver } from "../contract/waiver.ts";
import type { PolicyDocument } from "../shared/aws/policy-document.ts";

/** What runs in a platform namespace, and who may talk to it. A stack's config has the same fields. */
export interface PlatformSettings {
  /** An entry of the catalogue, for example `external-dns`. Its facts are the defaults of all other fields. */
  readonly software?: string;
  /** Values of the entry's options, by name: `{ zones: ["Z0123"] }`. @default - the options' own defaults */
  readonly options?: Readonly<Record<string, string | readonly string[]>>;
  /** The namespace: a DNS label, for example `ingress`. @default - the entry's; required without `software` */
  readonly namespace?: string;
  /** The Pod Security level of the namespace. @default - the entry's, otherwise `restricted` */
  readonly podSecurity?: PlatformPodSecurity;
  /**
   * Its workloads by name. With `software`, a workload here replaces the one of the entry with the same name.
   *
   * @default - the entry's
   */
  readonly workloads?: Readonly<Record<string, PlatformWorkloadArgs>>;
  /** Flows that it sends, in the form of a tenant's flows. @default - only those of the entry, and DNS */
  readonly calls?: readonly CalledFlow[];
  /** Flows that it lets in, in the form of a tenant's flows. @default - only those of the entry */
  readonly accepts?: readonly AcceptedFlow[];
  /** Ports of tenants from which it collects metrics. Each tenant accepts the flow as well. @default - none */
  readonly scrapes?: readonly ScrapedPort[];
  /** The pods that collect the metrics of the entry's workloads. @default - no pods */
  readonly scrapedBy?: PlatformCaller;
  /** The tenants that call the ports that the entry opens for tenants. @default - none */
  readonly tenants?: readonly string[];
  /** The ranges of load balancers that call the entry's ports for them. @default - the cluster's load balancer subnets */
  readonly loadBalancerCidrs?: readonly string[];
  /**
   * Repositories of its images without tag, for example `registry.k8s.io/external-dns/external-dns`. Admission refuses
   * pods with other images.
   *
   * @default - the entry's; none without `software`, so that no pod starts
   */
  readonly images?: readonly string[];
  /** A registry that has copies of these repositories. It replaces the first part of each name. @default - none */
  readonly imageRegistry?: string;
  /** How pods name images: by digest, or also by tag. @default - `digest`; `tag` with `software`, like its chart */
  readonly imageNames?: "digest" | "tag";
  /** The service accounts are created here. @default true; false with `software`, whose chart creates them */
  readonly createsServiceAccounts?: boolean;
  /** Accounts outside the namespace that may change its objects. Platform administrators always may. @default - none */
  readonly managers?: readonly PlatformManager[];
  /** The hosts that its Ingresses and routes may claim. @default - none */
  readonly hosts?: readonly string[];
  /**
   * API groups of custom resources that the software installs, for example `keda.sh`. The plan lists them. They give no
   * rights to tenants.
   *
   * @default - the entry's
   */
  readonly customResources?: readonly string[];
  /**
   * Installs the software: the EKS add-on or capability if AWS has one, otherwise its chart from `chartRegistry`. If false, or
   * without a registry, somebody else installs it, for example GitOps.
   *
   * @default true
   */
  readonly installs?: boolean;
  /** The registry or repository of its chart: `oci://registry.example.com/charts`, or a URL. @default - none */
  readonly chartRegistry?: string;
  /** The version of the EKS add-on, for example `v0.20.0-eksbuild.1`. @default - AWS's default */
  readonly addonVersion?: string;
  /** Values of the chart, or configuration of the add-on, in addition to the entry's. @default - none */
  readonly values?: Readonly<Record<string, unknown>>;
  /** Controls loosened for this namespace. @default - none */
  readonly waivers?: readonly Waiver[];
  /** @default "protected" */
  readonly lifecycle?: Lifecycle;
}

export interface PlatformNamespaceArgs extends PlatformSettings {
  /** The cluster that the namespace is in. */
  readonly cluster: ClusterRef;
}

/** A Pod Security level, and why it isn't `restricted`. */
export interface PlatformPodSecurity {
  readonly level: "restricted" | "baseline" | "privileged";
  /** Required for a level other than `restricted`. */
  readonly reason?: string;
}

/** One workload of a platform namespace. */
export interface PlatformWorkloadArgs {
  /** Labels that select its pods and no others of the namespace. @default - `app.kubernetes.io/name` with its name */
  readonly labels?: Readonly<Record<string, string>>;
  /** The service account of its pods. @default - the workload's name */
  readonly serviceAccount?: string;
  /** Its pods call the Kubernetes API: they may mount a token, and egress to the API server is open. @default false */
  readonly kubernetesApi?: boolean;
  /** Ports of its webhooks and aggregated APIs, which the API server calls. @default - none */
  readonly webhooks?: readonly PlatformWebhook[];
  /** What it may do in AWS: an IAM policy document for its own role, through EKS Pod Identity. @default - nothing */
  readonly awsPolicy?: pulumi.Input<string | PolicyDocument>;
  /**
   * The AWS services that it calls, by the names of their VPC endpoints: `["elasticloadbalancing", "ec2"]`. With
   * `awsPolicy` or this field, egress to AWS on port 443 is open.
   *
   * @default - none
   */
  readonly awsEndpoints?: readonly string[];
  /** It calls the kubelets of all nodes, on port 10250. @default false */
  readonly kubelets?: boolean;
  /** Why its pods use the node's network. NetworkPolicies don't apply to them. @default - they don't */
  readonly hostNetwork?: PlatformException;
  /** Why its pods need more than the level `restricted` allows. @default - they don't */
  readonly privileged?: PlatformException;
}

/** A reason, in a sentence that a reviewer can judge. */
export interface PlatformException {
  readonly reason: string;
}

/** A port that the API server calls on the workload's pods. */
export interface PlatformWebhook {
  /** The TCP port that the pods listen on, 1 to 65535. */
  readonly port: number;
}

/** Pods of another namespace: all of them, or those of a workload. */
export interface PlatformCaller {
  readonly namespace: string;
  readonly workload?: string;
}

/** A port of a tenant, with metrics. */
export interface ScrapedPort {
  /** The workload of this namespace that collects the metrics. @default - any pod of the namespace */
  readonly from?: string;
  readonly namespace: string;
  /** @default - all pods of the namespace */
  readonly workload?: string;
  readonly port: number;
  /** @default "TCP" */
  readonly protocol?: Protocol;
}

/** A service account of another namespace. */
export interface PlatformManager {
  readonly namespace: string;
  readonly serviceAccount: string;
}
