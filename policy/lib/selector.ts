import { allOf, type Tri } from "./tri.ts";
import { at, elements, unknown, type Value } from "./value.ts";

/** Whether a label selector selects everything: no labels and no expressions. Absent counts as empty. */
export function selectsAll(selector: Value): Tri {
  return allOf([isEmpty(at(selector, "matchLabels")), isEmpty(at(selector, "matchExpressions"))]);
}

/**
 * Whether a label selector requires no label. It then selects all pods or namespaces, except those with a label
 * that excludes them.
 */
export function selectsByAbsence(selector: Value): Tri {
  const expressions = at(selector, "matchExpressions");
  if (expressions === unknown) {
    return unknown;
  }
  return allOf([isEmpty(at(selector, "matchLabels")), ...elements(expressions).map(isMetByMost)]);
}

/** Whether an expression requires no label. Every namespace has its name, so `Exists` on it requires nothing. */
function isMetByMost(expression: Value): Tri {
  const operator = at(expression, "operator");
  if (operator === unknown) {
    return unknown;
  }
  const isName = at(expression, "key") === "kubernetes.io/metadata.name";
  return operator === "DoesNotExist" || operator === "NotIn" || (operator === "Exists" && isName);
}

function isEmpty(terms: Value): Tri {
  return terms === unknown ? unknown : Object.keys(terms ?? {}).length === 0;
}
