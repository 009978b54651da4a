import { cis, nsa, requirement } from "../../../controls/ids.ts";
import { type ExemptNamespace, judgedNamespaces } from "../../contract/exempt-namespaces.ts";
import type { AdmissionPolicy, NamedExpression, PolicySpec } from "../cel/admission-policy.ts";
import { withinBounds } from "../cel/bounds.ts";
import { celList, celString } from "../cel/cel.ts";
import { containerLists, madeByController, podSpecs, specChanged } from "../cel/pod-spec.ts";
import { referencePattern } from "../cel/registries.ts";
import { podRules, templateRules } from "../cel/resource-rules.ts";

const imagesOf = (spec: "podSpec" | "oldPodSpec") =>
  [
    ...containerLists.map((list) => `variables.${spec}.?${list}.orValue([]).map(c, c.?image.orValue(''))`),
    `variables.${spec}.?volumes.orValue([]).filter(v, has(v.image)).map(v, v.image.?reference.orValue(''))`,
  ].join(" + ");

/** `variables.images`: all images of the pod spec, and those of the old one. */
export const imageVariables: readonly NamedExpression[] = [
  ...podSpecs,
  { name: "images", expression: imagesOf("podSpec") },
  { name: "oldImages", expression: imagesOf("oldPodSpec") },
];

/**
 * Images must come from the allowed registries, by digest. This applies to containers, init containers, ephemeral
 * containers and image volumes, in pods and in pod templates.
 *
 * Removing a registry doesn't block running workloads: images of the old object stay allowed. Pods of built-in
 * controllers aren't checked, because their templates were. A rollback is a change: the API server refuses
 * `kubectl rollout undo` to an image of a removed registry.
 *
 * A StatefulSet's controller also creates pods from its ControllerRevisions. Tenants must not have the right to write
 * these.
 */
export function imagesPolicy(exemptNamespaces: readonly ExemptNamespace[]): AdmissionPolicy {
  return {
    name: "casemate-images",
    summary: "Images from other registries than the allowed ones, or not named by digest.",
    controls: [...requirement("B3", "D1"), ...cis("5.1.4"), ...nsa("NSA-POD-04")],
    spec: (registries) => specFor(registries, exemptNamespaces),
  };
}

function specFor(registries: readonly string[], exemptNamespaces: readonly ExemptNamespace[]): PolicySpec {
  const allowed = registries.join(", ");
  const form = "<registry>/<path>@sha256:<digest>";
  const isWellNamed = `image.matches(${celString(referencePattern(registries))})`;
  const prefixes = celList(registries.map((prefix) => `${prefix}/`));
  const isOfRegistry = `${prefixes}.exists(prefix, image.startsWith(prefix))`;
  return {
    failurePolicy: "Fail",
    matchConstraints: {
      namespaceSelector: judgedNamespaces(exemptNamespaces),
      resourceRules: [...podRules, ...templateRules],
    },
    matchConditions: [{ name: "not-made-by-controller", expression: `!(${madeByController})` }, specChanged],
    variables: [
      ...imageVariables,
      {
        name: "refused",
        expression: `variables.images.filter(image, !${isWellNamed}).filter(image, !(image in variables.oldImages))`,
      },
      {
        name: "foreign",
        expression: `variables.refused.filter(image, !${isOfRegistry})`,
      },
    ],
    validations: [
      withinBounds,
      {
        expression: "variables.foreign.size() == 0",
        message: `Images must come from one of these registries: ${allowed}. Write ${form}.`,
        messageExpression: `'Image from a registry that is not allowed: ' + variables.foreign[0] + '. Allowed: ${allowed}.'`,
        reason: "Forbidden",
      },
      {
        expression: "variables.refused.size() == 0",
        message: `Images must be named by digest, in lower case: ${form}.`,
        messageExpression: `'Image not named by digest, or malformed: ' + variables.refused[0] + '. Write ${form}.'`,
        reason: "Forbidden",
      },
    ],
    auditAnnotations: [{ key: "refused-images", valueExpression: "variables.refused.join(' ')" }],
  };
}
