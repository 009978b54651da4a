import { isUser, podControllers } from "./actors.ts";
import type { NamedExpression } from "./admission-policy.ts";
import { bounded } from "./bounds.ts";
import { allOf } from "./cel.ts";
import { isWithinListBounds, podExcess } from "./pod-bounds.ts";

/**
 * The pod, or the pod template of any kind that has one. A CEL optional, because a creation has no old object. Without
 * `dyn`, the API server warns about fields that only some of the kinds have.
 */
export function podTemplateOf(object: "object" | "oldObject"): string {
  const kind = "request.kind.kind";
  const template = [
    `${object} == null ? optional.none()`,
    `${kind} == 'Pod' ? optional.of(dyn(${object}))`,
    `${kind} == 'CronJob' ? dyn(${object}).?spec.?jobTemplate.?spec.?template`,
    `${kind} == 'PodTemplate' ? dyn(${object}).?template`,
    `dyn(${object}).?spec.?template`,
  ].join(" : ");
  return `(${template})`;
}

/** The pod spec of any kind that has one: a CEL optional. */
export function podSpecOf(object: "object" | "oldObject"): string {
  return `${podTemplateOf(object)}.?spec`;
}

/**
 * Changes outside the pod spec are allowed. Otherwise a new or stricter policy would block changes of running
 * workloads: scaling down, finalizers, the end of a Job.
 */
export const specChanged: NamedExpression = {
  name: "spec-changed",
  expression: `oldObject == null || ${podSpecOf("object")} != ${podSpecOf("oldObject")}`,
};

/**
 * Whether a built-in controller creates the object, from a template that was checked when it was written. The exact
 * user name decides, because users can write any owner reference.
 *
 * Only for creations. With the annotation `deprecated.deployment.rollback.to`, a user can have the deployment
 * controller write an old template into a Deployment.
 */
export const madeByController = allOf("request.operation == 'CREATE'", isUser(...podControllers));

/**
 * `variables.podSpec` and `variables.oldPodSpec` in the rules for pod specs; empty if there is no spec.
 *
 * Rules loop over their lists. So the first fails if the spec has too many entries: `withinBounds` must be the first
 * validation. An old spec with too many entries is from before the bounds, and counts as none.
 */
export const podSpecs: readonly NamedExpression[] = [
  ...podExcess(podTemplateOf("object")),
  { name: "podSpec", expression: bounded("variables.givenPodSpec", "dyn({})") },
  { name: "givenOldPodSpec", expression: `${podSpecOf("oldObject")}.orValue({})` },
  {
    name: "oldPodSpec",
    expression: `${isWithinListBounds("variables.givenOldPodSpec")} ? variables.givenOldPodSpec : dyn({})`,
  },
];

/** The fields of a pod spec that hold containers. */
export const containerLists = ["containers", "initContainers", "ephemeralContainers"] as const;

/** `variables.containers`: every container of `variables.podSpec`. */
export const containers: NamedExpression = {
  name: "containers",
  expression: containerLists.map((list) => `variables.podSpec.?${list}.orValue([])`).join(" + "),
};

/** `variables.volumes`: every volume of `variables.podSpec`. */
export const volumes: NamedExpression = {
  name: "volumes",
  expression: "variables.podSpec.?volumes.orValue([])",
};
