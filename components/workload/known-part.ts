import { closest } from "../shared/input/closest.ts";
import { isPlain } from "../shared/input/sdk-values.ts";

/** The part of a faulty object that can be checked. */
export interface KnownPart {
  /** The object without its faulty parts. Lists keep the indexes of their items: a faulty item leaves a hole. */
  readonly part: Readonly<Record<string, unknown>>;
  /** Fields with a part left out: what seems missing may exist, misspelt or of a wrong type. */
  readonly doubtful: ReadonlySet<string>;
}

/**
 * Leaves out each faulty field, or only the faulty entry of a list or a record. An unknown field makes the field that
 * it likely misspells doubtful.
 *
 * @param faults - paths of the faulty parts
 * @param fields - the field names that the object may have
 * @returns `undefined` if the whole object is faulty
 */
export function knownPart(
  value: unknown,
  faults: readonly (readonly PropertyKey[])[],
  fields: readonly string[],
): KnownPart | undefined {
  if (!isPlain(value) || faults.some((path) => path.length === 0)) {
    return undefined;
  }
  const byField = Map.groupBy(faults, ([field]) => String(field));
  const doubtful = [...byField.keys()].map((field) =>
    fields.includes(field) ? field : closest(field, fields),
  );
  const part = Object.entries(value).flatMap(([field, inner]) => {
    const fieldFaults = byField.get(field);
    if (fieldFaults === undefined) {
      return [[field, inner]];
    }
    const isWhole = fieldFaults.some((path) => path.length === 1);
    return isWhole || !isPlain(inner) ? [] : [[field, without(inner, fieldFaults)]];
  });
  return {
    part: Object.fromEntries(part),
    doubtful: new Set(doubtful.filter((field) => field !== undefined)),
  };
}

/** A list or a record without the entries that have a fault. */
function without(entries: object, faults: readonly (readonly PropertyKey[])[]): object {
  const faulty = new Set(faults.map(([, key]) => String(key)));
  const rest = Object.entries(entries).filter(([key]) => !faulty.has(key));
  return Object.assign(Array.isArray(entries) ? [] : {}, Object.fromEntries(rest));
}
