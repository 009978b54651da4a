import { isPlain } from "./plain.ts";

/**
 * The paths of all keys that are called `__proto__`, which YAML and `JSON.parse` make as they do any other. A record
 * of zod's leaves them out unjudged, while whoever lists the keys of the value finds them.
 */
export function protoKeys(value: unknown, seen: Set<unknown> = new Set()): PropertyKey[][] {
  if (!isPlain(value) || seen.has(value)) {
    return [];
  }
  seen.add(value);
  const entries: [PropertyKey, unknown][] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value);
  return entries.flatMap(([key, inner]) =>
    key === "__proto__" ? [[key]] : protoKeys(inner, seen).map((path) => [key, ...path]),
  );
}
