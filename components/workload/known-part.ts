import { closest } from "../shared/input/closest.ts";
import { isPlain } from "../shared/input/sdk-values.ts";

/** What can be judged of an object of which some is wrong. */
export interface KnownPart {
  /** The object without what is wrong. Lists keep the places of their items: a wrong one leaves a hole. */
  readonly part: Readonly<Record<string, unknown>>;
  /** Fields of which something is missing here: what seems absent may be there, misspelt or mistyped. */
  readonly doubtful: ReadonlySet<string>;
}

/**
 * Leaves out each faulty field, or of a list or a record the faulty entry alone. An unknown field casts doubt on the
 * one that it is likely to be.
 *
 * @param faults - paths of what is wrong
 * @param fields - the names that the object may have
 * @returns `undefined` if the object as a whole is wrong
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
    const own = byField.get(field);
    if (own === undefined) {
      return [[field, inner]];
    }
    const isWhole = own.some((path) => path.length === 1);
    return isWhole || !isPlain(inner) ? [] : [[field, without(inner, own)]];
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
