import type { V1PodTemplateSpec } from "@kubernetes/client-node";
import type { Request } from "./attempt.ts";
import { type Change, type Place, podSpec, podTemplate } from "./workloads.ts";

/** Every built-in kind that runs pods. */
export type WorkloadKind = keyof typeof kinds;

interface Kind {
  readonly apiVersion: string;
  /** The plural name that is used in paths. */
  readonly resource: string;
  /** Whether a developer's role may write it. If not, only the actor `gitops` may. */
  readonly ofDevelopers: boolean;
  body(template: V1PodTemplateSpec): object;
}

const selector = { matchLabels: { app: "attempt" } };
const withSelector = (template: V1PodTemplateSpec) => ({ spec: { replicas: 1, selector, template } });
const once = (template: V1PodTemplateSpec): V1PodTemplateSpec => ({
  ...template,
  spec: { ...template.spec, containers: template.spec?.containers ?? [], restartPolicy: "Never" },
});

export const kinds = {
  Pod: {
    apiVersion: "v1",
    resource: "pods",
    ofDevelopers: true,
    body: ({ spec }) => ({ spec }),
  },
  Deployment: { apiVersion: "apps/v1", resource: "deployments", ofDevelopers: true, body: withSelector },
  ReplicaSet: { apiVersion: "apps/v1", resource: "replicasets", ofDevelopers: false, body: withSelector },
  StatefulSet: {
    apiVersion: "apps/v1",
    resource: "statefulsets",
    ofDevelopers: true,
    body: (template) => ({ spec: { replicas: 1, serviceName: "attempt", selector, template } }),
  },
  DaemonSet: {
    apiVersion: "apps/v1",
    resource: "daemonsets",
    ofDevelopers: false,
    body: (template) => ({ spec: { selector, template } }),
  },
  Job: {
    apiVersion: "batch/v1",
    resource: "jobs",
    ofDevelopers: true,
    body: (template) => ({ spec: { template: once(template) } }),
  },
  CronJob: {
    apiVersion: "batch/v1",
    resource: "cronjobs",
    ofDevelopers: true,
    body: (template) => ({
      spec: { schedule: "0 3 1 1 *", jobTemplate: { spec: { template: once(template) } } },
    }),
  },
  ReplicationController: {
    apiVersion: "v1",
    resource: "replicationcontrollers",
    ofDevelopers: false,
    body: (template) => ({ spec: { replicas: 1, selector: { app: "attempt" }, template } }),
  },
  PodTemplate: {
    apiVersion: "v1",
    resource: "podtemplates",
    ofDevelopers: false,
    body: (template) => ({ template }),
  },
} as const satisfies Readonly<Record<string, Kind>>;

export const kindNames = Object.keys(kinds) as WorkloadKind[];

/** Kinds with a pod template: all except Pod. */
export const templateKinds = kindNames.filter((kind) => kind !== "Pod");

/** For example: `/apis/apps/v1/namespaces/payments/deployments`. */
export function collection(kind: WorkloadKind, namespace: string): string {
  const { apiVersion, resource } = kinds[kind];
  const root = apiVersion === "v1" ? "/api/v1" : `/apis/${apiVersion}`;
  return `${root}/namespaces/${namespace}/${resource}`;
}

/** An object of the kind. Its pods are compliant except for `change`. */
export function workload(kind: WorkloadKind, tenant: Place, change?: Change, name = "attempt"): object {
  const { apiVersion, body } = kinds[kind];
  return {
    apiVersion,
    kind,
    metadata: { name, namespace: tenant, labels: { app: "attempt" } },
    ...body(podTemplate(tenant, change)),
  };
}

/** Creates such an object. */
export function create(kind: WorkloadKind, tenant: Place, change?: Change, name?: string): Request {
  return { method: "POST", path: collection(kind, tenant), body: workload(kind, tenant, change, name) };
}

/** A pod without a controller, for attempts on an existing pod. */
export function podNamed(name: string, tenant: Place, change?: Change): object {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: tenant },
    spec: podSpec(tenant, change),
  };
}
