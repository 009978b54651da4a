import type { NamedExpression, Validation } from "./admission-policy.ts";
import { celString } from "./cel.ts";

/** The most entries that a list or a map may have. */
export interface Bound {
  /** The field as users write it, for example `spec.ports`. */
  readonly field: string;
  /** CEL for the number of entries. It may loop only over lists that an earlier bound limits. */
  readonly size: string;
  readonly most: number;
  /** What is counted. @default "entries" */
  readonly unit?: string;
}

/** The most annotations of an object. kubectl, Helm and controllers together add about twenty. */
export const mostAnnotations = 200;
export const mostLabels = 100;

/** A bound on a list or map itself. `list` is CEL for it: empty, and not missing, if the field is missing. */
export function sizeBound(field: string, list: string, most: number): Bound {
  return { field, size: `${list}.size()`, most };
}

/** Bounds of the object's own annotations and labels. */
export const metadataBounds: readonly Bound[] = [
  sizeBound("metadata.annotations", "object.metadata.?annotations.orValue({})", mostAnnotations),
  sizeBound("metadata.labels", "object.metadata.?labels.orValue({})", mostLabels),
];

/**
 * A bound on the entries of lists in a list.
 *
 * @param list - CEL for the outer list, which an earlier bound limits
 * @param inner - CEL for the list in the entry `x`
 */
export function sumBound(field: string, list: string, inner: string, most: number): Bound {
  return { field, size: `${list}.map(x, ${inner}.size()).sum()`, most };
}

/**
 * CEL for a message about the first bound that doesn't hold, or for an empty text. It evaluates one bound after the
 * other, and none after the first that doesn't hold.
 *
 * A policy must know the size of a list before it loops over the list. The API server accounts for the cost of each
 * step of a loop, and that accounting is quadratic: it searches all steps before. 60,000 annotations of one Deployment
 * cost 31 s of CPU.
 *
 * Source: cel-go 0.26 and 0.28, `interpreter/runtimecost.go`, `refValStack.drop`; docs/decisions/0022.
 */
export function excessOf(bounds: readonly Bound[]): string {
  const excesses = bounds.map(
    ({ field, size, most, unit = "entries" }) =>
      `${size} > ${most} ? ${celString(`${field} has more than ${most} ${unit}`)}`,
  );
  return `(${[...excesses, "''"].join(" : ")})`;
}

/** `variables.excess`: what is too large in the object, or an empty text. */
export function excessVariable(bounds: readonly Bound[]): NamedExpression {
  return { name: "excess", expression: excessOf(bounds) };
}

/**
 * CEL for a value that loops may read. If a bound doesn't hold, it fails, and so refuses the request. A policy that
 * forgets `withinBounds` then stays closed, with a message that is harder to read.
 *
 * @param empty - CEL for an empty value of the same type
 */
export function bounded(value: string, empty: "[]" | "dyn({})" | "false"): string {
  const fails = `{'': ${empty}}['too large: ' + variables.excess]`;
  return `variables.excess == '' ? ${value} : ${fails}`;
}

/** Refuses objects in which a bound doesn't hold. It must be the first validation, because its message is shown. */
export const withinBounds: Validation = {
  expression: "variables.excess == ''",
  message: "The object has too many entries in a list or a map.",
  messageExpression: "'Too large: ' + variables.excess + '. Split the object, or leave entries out.'",
  reason: "Invalid",
};
