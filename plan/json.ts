export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `value` if it is an object, otherwise an empty object. */
export function objectAt(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

/** `value` if it is a list, otherwise an empty list. */
export function listAt(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

export function stringAt(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/**
 * Maps each item of a list, or each field of an object. Omits fields without a value. Returns the same object if
 * nothing changes, which saves the memory of a copy.
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
      const newPart = map(part);
      isSame &&= newPart === part;
      parts.push([key, newPart]);
    }
  }
  return isSame ? value : Object.fromEntries(parts);
}

/** The same value with the keys of all its objects sorted, so that equal values give equal bytes. */
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

/** The same value without fields that have no value, because messages can't contain those. */
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
