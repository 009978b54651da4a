import { allOf, type Tri } from "./tri.ts";
import { at, elements, unknown, type Value } from "./value.ts";

/** Whether a label selector selects everything: no labels and no expressions. Absent counts as empty. */
export function selectsAll(selector: Value): Tri {
  return allOf([isEmpty(at(selector, "matchLabels")), isEmpty(at(selector, "matchExpressions"))]);
}

/**
 * Whether a label selector selects pods for what they don't have: nothing that a pod must have, and so every pod
 * but those that are labelled to be left out.
 */
export function selectsByAbsence(selector: Value): Tri {
  const expressions = at(selector, "matchExpressions");
  if (expressions === unknown) {
    return unknown;
  }
  const operators = elements(expressions).map((expression) => at(expression, "operator"));
  return allOf([
    isEmpty(at(selector, "matchLabels")),
    ...operators.map((operator) =>
      operator === unknown ? unknown : operator === "DoesNotExist" || operator === "NotIn",
    ),
  ]);
}

function isEmpty(terms: Value): Tri {
  return terms === unknown ? unknown : Object.keys(terms ?? {}).length === 0;
}
