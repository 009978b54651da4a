export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `value` if it is an object, else an empty one. */
export function objectAt(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

/** `value` if it is a list, else an empty one. */
export function listAt(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

export function stringAt(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/**
 * `value` with each of its items, or of its fields, mapped. Fields without a value are left out. A value that doesn't
 * change comes back as the same object, which saves the memory of a copy.
 */
export function mapParts(value: Json, map: (part: Json) => Json): Json {
  if (Array.isArray(value)) {
    const items = value.map(map);
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  if (!isObject(value)) {
    return value;
  }
  const keys = Object.keys(value);
  const parts: [string, Json][] = [];
  let isSame = true;
  for (const key of keys) {
    const part = value[key];
    if (part === undefined) {
      isSame = false;
    } else {
      const mapped = map(part);
      isSame &&= mapped === part;
      parts.push([key, mapped]);
    }
  }
  return isSame ? value : Object.fromEntries(parts);
}

/** The same value with the keys of all its objects in order, so that equal values give equal bytes. */
export function sorted(value: Json): Json {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  if (!isObject(value)) {
    return value;
  }
  const result: Record<string, Json> = {};
  for (const key of Object.keys(value).sort()) {
    const entry = value[key];
    if (entry !== undefined) {
      result[key] = sorted(entry);
    }
  }
  return result;
}

/** The same value without fields that have no value, which messages can't carry. */
export function defined(value: Json): Json {
  if (Array.isArray(value)) {
    return value.map(defined);
  }
  if (!isObject(value)) {
    return value;
  }
  const entries = Object.entries(value).flatMap(([key, entry]): [string, Json][] =>
    entry === undefined ? [] : [[key, defined(entry)]],
  );
  return Object.fromEntries(entries);
}
