import type { V1PodTemplateSpec } from "@kubernetes/client-node";

/**
 * Facts from the manifests of one version of a software, without the manifests' text. `npm run facts` writes them to
 * `test/components/platform/manifests/<id>.json` from rendered manifests. The tests hold the catalogue's entry against them.
 */
export interface ManifestFacts {
  readonly rendered: Rendered;
  readonly controllers: readonly ControllerFacts[];
  /** Service accounts that a RoleBinding or ClusterRoleBinding of the manifests gives rights. */
  readonly accountsWithRights: readonly string[];
  /** API groups of the custom resource definitions. */
  readonly customResources: readonly string[];
  /** Names of admission webhooks, conversions and aggregated APIs, and where the API server calls them. */
  readonly calledByApiServer: readonly ApiServerCall[];
  /** Facts that no manifest shows, written by hand. `npm run facts` keeps them. */
  readonly additions?: readonly Addition[];
}

/** What was rendered, so that you can render it again. */
export interface Rendered {
  /** The repository and the commit, tag or chart version, for example `github.com/kedacore/charts@1444d00`. */
  readonly from: string;
  /** The version of the software, for example `v2.9.0`. */
  readonly version: string;
  /** The release's name in Helm. Absent if the manifests are plain. */
  readonly release?: string;
  readonly namespace: string;
  /** The values of the chart or add-on, with placeholders like in the entry. Absent without values. */
  readonly values?: Readonly<Record<string, unknown>>;
}

export interface ControllerFacts {
  readonly kind: "Deployment" | "DaemonSet" | "StatefulSet" | "Job" | "CronJob";
  /** The name in the manifests, with the release's name. */
  readonly name: string;
  /** The namespace, if it isn't the one of `rendered`. */
  readonly namespace?: string;
  /** A Helm hook: the pod exists during an installation only. */
  readonly hook?: boolean;
  /** The controller's own selector. Empty for a Job. */
  readonly selector: Readonly<Record<string, string>>;
  /** The pod with the fields that admission, Pod Security, NetworkPolicy and the kubelet read. */
  readonly pod: V1PodTemplateSpec;
  readonly listens: readonly ListeningPort[];
}

export interface ListeningPort {
  readonly port: number;
  readonly protocol: "TCP" | "UDP";
  /** How the manifests show that the pod listens there, and who connects. At least one. */
  readonly evidence: readonly Evidence[];
}

/**
 * - `port`: a port of a container;
 * - `argument`: an argument or a variable that names an address to listen on;
 * - `probe`: a probe of the kubelet;
 * - `service`: a Service with this port;
 * - `api-server`: a webhook or an aggregated API;
 * - `scrape`: a ServiceMonitor, PodMonitor, annotation or port name for metrics;
 * - `source`: the software's documentation or source, for a port that no manifest shows.
 */
export interface Evidence {
  readonly by: "port" | "argument" | "probe" | "service" | "api-server" | "scrape" | "source";
  /** The name of what shows it, for example the container's port or the webhook. */
  readonly name: string;
}

export interface ApiServerCall {
  readonly kind: "validating" | "mutating" | "conversion" | "aggregated";
  /** The name of the configuration, custom resource definition or APIService. */
  readonly name: string;
  /** The Service that the API server calls. */
  readonly service: string;
  /** The controller whose pods answer. Absent if no rendered pod does. */
  readonly controller?: string;
  /** The port that the pods listen on. */
  readonly port?: number;
  /** A refused or unanswered call refuses the request. */
  readonly failClosed: boolean;
}

/** For example: a port that a binary opens by default, or pods that an operator creates at run time. */
export interface Addition {
  /** The URL of the documentation or source that shows it. */
  readonly source: string;
  /** Ports of controllers in the manifests, by the controller's name. */
  readonly listens?: Readonly<Record<string, readonly ListeningPort[]>>;
  /** Controllers that are not in the manifests. */
  readonly controllers?: readonly ControllerFacts[];
  /** Accounts with rights that are not in the manifests. */
  readonly accountsWithRights?: readonly string[];
}
