import { allOf, type Tri } from "./tri.ts";
import { at, unknown, type Value } from "./value.ts";

/** Whether a label selector selects everything: no labels and no expressions. Absent counts as empty. */
export function selectsAll(selector: Value): Tri {
  return allOf([isEmpty(at(selector, "matchLabels")), isEmpty(at(selector, "matchExpressions"))]);
}

function isEmpty(terms: Value): Tri {
  return terms === unknown ? unknown : Object.keys(terms ?? {}).length === 0;
}
