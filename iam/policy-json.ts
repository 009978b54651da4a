/** The document of a policy, given as an object or as its JSON. `undefined` for text that isn't JSON. */
export function readDocument(policy: unknown): unknown {
  if (typeof policy !== "string") {
    return policy;
  }
  try {
    return JSON.parse(policy);
  } catch {
    return undefined;
  }
}

/** A field of a policy holds one value, or a list of them. */
export function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
