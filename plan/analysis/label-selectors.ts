import { type Json, listAt, objectAt } from "../json.ts";

export type Labels = Readonly<Record<string, string>>;

/** Whether a Kubernetes label selector selects objects with `labels`. An empty selector selects all objects. */
export function selects(selector: Json | undefined, labels: Labels): boolean {
  const { matchLabels, matchExpressions } = objectAt(selector);
  return (
    Object.entries(objectAt(matchLabels)).every(([key, value]) => labels[key] === String(value)) &&
    listAt(matchExpressions).every((expression) => satisfies(expression, labels))
  );
}

function satisfies(expression: Json, labels: Labels): boolean {
  const { key, operator, values } = objectAt(expression);
  const value = labels[String(key)];
  switch (operator) {
    case "In":
      return value !== undefined && listAt(values).includes(value);
    case "NotIn":
      return value === undefined || !listAt(values).includes(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
    default:
      // The API server refuses other operators.
      return false;
  }
}

/** Whether a selector selects all objects. */
export function isEmpty(selector: Json | undefined): boolean {
  const { matchLabels, matchExpressions } = objectAt(selector);
  return Object.keys(objectAt(matchLabels)).length === 0 && listAt(matchExpressions).length === 0;
}

/**
 * The smallest sets of labels that a selector selects, one for each way to satisfy it: `app in (a, b)` gives two.
 * They satisfy `NotIn` and `DoesNotExist` because they have no other labels.
 */
export function examples(selector: Json | undefined): Labels[] {
  const { matchLabels, matchExpressions } = objectAt(selector);
  const fixedLabels = Object.entries(objectAt(matchLabels)).map(([key, value]) => [key, String(value)]);
  let sets: Labels[] = [Object.fromEntries(fixedLabels) as Labels];
  for (const expression of listAt(matchExpressions)) {
    const { key, operator, values } = objectAt(expression);
    const options = operator === "In" ? listAt(values).map(String) : operator === "Exists" ? [""] : undefined;
    if (options !== undefined) {
      sets = sets.flatMap((labels) =>
        options.map((value) => (String(key) in labels ? labels : { ...labels, [String(key)]: value })),
      );
    }
  }
  return sets;
}
