import { classes, classLabel, type namespaceAnnotations, platformRight } from "../../contract/classes.ts";
import type { ResourceRule } from "./admission-policy.ts";

/** Every built-in kind that holds a pod template, so that a Deployment is refused and not only its pods. */
export const templateRules: readonly ResourceRule[] = [
  {
    apiGroups: [""],
    apiVersions: ["v1"],
    operations: ["CREATE", "UPDATE"],
    resources: ["replicationcontrollers", "podtemplates"],
  },
  {
    apiGroups: ["apps"],
    apiVersions: ["v1"],
    operations: ["CREATE", "UPDATE"],
    resources: ["deployments", "replicasets", "statefulsets", "daemonsets"],
  },
  {
    apiGroups: ["batch"],
    apiVersions: ["v1"],
    operations: ["CREATE", "UPDATE"],
    resources: ["jobs", "cronjobs"],
  },
];

/** Pods, and what is added to running ones. */
export const podRules: readonly ResourceRule[] = [
  {
    apiGroups: [""],
    apiVersions: ["v1"],
    operations: ["CREATE", "UPDATE"],
    resources: ["pods", "pods/ephemeralcontainers"],
  },
];

/**
 * The pod, or the pod template of any kind that has one: an optional, as a creation has no old object. `dyn`, or the
 * API server warns of each kind's fields that the others lack.
 */
export function podTemplateOf(object: "object" | "oldObject"): string {
  const kind = "request.kind.kind";
  const templates = `${kind} == 'Pod' ? optional.of(dyn(${object})) : ${kind} == 'CronJob' ? dyn(${object}).?spec.?jobTemplate.?spec.?template : ${kind} == 'PodTemplate' ? dyn(${object}).?template : dyn(${object}).?spec.?template`;
  return `(${object} == null ? optional.none() : ${templates})`;
}

/** The pod spec of any kind that has one, as an optional. */
export function podSpecOf(object: "object" | "oldObject"): string {
  return `${podTemplateOf(object)}.?spec`;
}

/** The lines of a Namespace's annotation; none where it is missing. */
export function linesOf(
  annotation: (typeof namespaceAnnotations)[keyof typeof namespaceAnnotations],
): string {
  return `namespaceObject.metadata.?annotations[?'${annotation}'].orValue('').split('\\n').filter(line, line != '')`;
}

/** The class of the request's namespace; one without the label is `standard`. */
export const classOfNamespace = `namespaceObject.metadata.?labels[?'${classLabel}'].orValue('standard')`;

/** A CEL list of the classes for which `holds`. */
export function classesWhere(holds: (profile: (typeof classes)["standard"]) => boolean): string {
  const names = Object.entries(classes).flatMap(([name, profile]) =>
    holds(profile) ? [celString(name)] : [],
  );
  return `[${names.join(", ")}]`;
}

/**
 * Whether RBAC says that the requester is the platform. Asked for the whole cluster, so that no Role inside a namespace
 * can make anybody the platform there, not even one written by who has the verb `escalate`.
 */
export const isPlatform = `authorizer.group('${platformRight.group}').resource('${platformRight.resource}').check('${platformRight.verb}').allowed()`;

/**
 * The controllers of kube-controller-manager that make pods from templates. EKS, as kubeadm, runs each with a
 * service account of its own (`--use-service-account-credentials`). The last is the manager itself, where it doesn't.
 */
export const podControllers = [
  "system:serviceaccount:kube-system:cronjob-controller",
  "system:serviceaccount:kube-system:daemon-set-controller",
  "system:serviceaccount:kube-system:deployment-controller",
  "system:serviceaccount:kube-system:job-controller",
  "system:serviceaccount:kube-system:replicaset-controller",
  "system:serviceaccount:kube-system:replication-controller",
  "system:serviceaccount:kube-system:statefulset-controller",
  "system:kube-controller-manager",
] as const;

/** A CEL list of strings. */
export function celList(values: readonly string[]): string {
  return `[${values.map(celString).join(", ")}]`;
}

/** A CEL string literal. */
export function celString(value: string): string {
  return `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("\n", "\\n")}'`;
}
