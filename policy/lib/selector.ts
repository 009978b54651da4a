import { allOf, type Tri } from "./tri.ts";
import { at, elements, unknown, type Value } from "./value.ts";

/** Whether a label selector selects everything: no labels and no expressions. Absent counts as empty. */
export function selectsAll(selector: Value): Tri {
  return allOf([isEmpty(at(selector, "matchLabels")), isEmpty(at(selector, "matchExpressions"))]);
}

/**
 * Whether a label selector selects for what isn't there: nothing that a pod or a namespace must have, and so all but
 * those that are labelled to be left out.
 */
export function selectsByAbsence(selector: Value): Tri {
  const expressions = at(selector, "matchExpressions");
  if (expressions === unknown) {
    return unknown;
  }
  return allOf([isEmpty(at(selector, "matchLabels")), ...elements(expressions).map(isMetByMost)]);
}

/** An expression that asks for nothing in particular: `Exists` does for the name that every namespace has. */
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
