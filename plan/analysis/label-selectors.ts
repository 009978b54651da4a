import { type Json, listAt, objectAt } from "../json.ts";

export type Labels = Readonly<Record<string, string>>;

/** Whether a Kubernetes label selector selects what has `labels`. An empty selector selects everything. */
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
      // The API server refuses any other.
      return false;
  }
}

/** Whether a selector selects everything. */
export function isEmpty(selector: Json | undefined): boolean {
  const { matchLabels, matchExpressions } = objectAt(selector);
  return Object.keys(objectAt(matchLabels)).length === 0 && listAt(matchExpressions).length === 0;
}

/**
 * The smallest sets of labels that a selector selects, one for each way to satisfy it: `app in (a, b)` gives
 * two. What must be absent is absent from them anyway.
 */
export function examples(selector: Json | undefined): Labels[] {
  const { matchLabels, matchExpressions } = objectAt(selector);
  const fixed = Object.entries(objectAt(matchLabels)).map(([key, value]) => [key, String(value)]);
  let found: Labels[] = [Object.fromEntries(fixed) as Labels];
  for (const expression of listAt(matchExpressions)) {
    const { key, operator, values } = objectAt(expression);
    const options = operator === "In" ? listAt(values).map(String) : operator === "Exists" ? [""] : undefined;
    if (options !== undefined) {
      found = found.flatMap((labels) =>
        options.map((value) => (String(key) in labels ? labels : { ...labels, [String(key)]: value })),
      );
    }
  }
  return found;
}
