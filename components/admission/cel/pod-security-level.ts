import { podSecurityAnnotation } from "../../contract/classes.ts";
import type { NamedExpression } from "./admission-policy.ts";
import { allOf } from "./cel.ts";

export const podSecurityLabel = "pod-security.kubernetes.io/enforce";

/** Whether a Namespace has the platform's exception down to `baseline`. @param namespace - CEL for a Namespace */
export function hasBaselineException(namespace: "object" | "namespaceObject"): string {
  return `${namespace}.metadata.?annotations[?'${podSecurityAnnotation}'].orValue('').startsWith('baseline until ')`;
}

/**
 * `variables.baseline`: the request's namespace enforces Pod Security `baseline`, by an exception of the platform. All other
 * namespaces get the rules of `restricted`, also those that lost their label.
 */
export const baseline: NamedExpression = {
  name: "baseline",
  expression: allOf(
    `namespaceObject.metadata.?labels[?'${podSecurityLabel}'].orValue('') == 'baseline'`,
    hasBaselineException("namespaceObject"),
  ),
};
