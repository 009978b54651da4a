import { isUser, podControllers } from "./actors.ts";
import type { NamedExpression } from "./admission-policy.ts";
import { allOf } from "./cel.ts";

/**
 * The pod, or the pod template of any kind that has one: an optional, as a creation has no old object. `dyn`, or the
 * API server warns of each kind's fields that the others lack.
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

/** The pod spec of any kind that has one, as an optional. */
export function podSpecOf(object: "object" | "oldObject"): string {
  return `${podTemplateOf(object)}.?spec`;
}

/**
 * A change that leaves the pod spec alone is let through, or a policy that came later, or grew stricter, would
 * freeze what runs: scaling down, finalizers, a Job's end.
 */
export const specChanged: NamedExpression = {
  name: "spec-changed",
  expression: `oldObject == null || ${podSpecOf("object")} != ${podSpecOf("oldObject")}`,
};

/**
 * Whether a built-in controller makes the object, out of a template that was judged when it was written. Known by
 * the exact user name: owner references are whatever their writer likes.
 *
 * Creations only. A Deployment's annotation `deprecated.deployment.rollback.to` makes the deployment controller
 * write an old template into it, on behalf of whoever put the annotation on.
 */
export const madeByController = allOf("request.operation == 'CREATE'", isUser(...podControllers));

/** What the rules for pod specs call `variables.podSpec` and `variables.oldPodSpec`; empty where there is none. */
export const podSpecs: readonly NamedExpression[] = [
  { name: "podSpec", expression: `${podSpecOf("object")}.orValue({})` },
  { name: "oldPodSpec", expression: `${podSpecOf("oldObject")}.orValue({})` },
];

/** The fields of a pod spec that hold containers. */
export const containerLists = ["containers", "initContainers", "ephemeralContainers"] as const;

/** Every container of `variables.podSpec`, as `variables.containers`. */
export const containers: NamedExpression = {
  name: "containers",
  expression: containerLists.map((list) => `variables.podSpec.?${list}.orValue([])`).join(" + "),
};

/** Every volume of `variables.podSpec`, as `variables.volumes`. */
export const volumes: NamedExpression = {
  name: "volumes",
  expression: "variables.podSpec.?volumes.orValue([])",
};
