import { secretText, unknownText } from "../document.ts";
import { isObject, type Json, type JsonObject } from "../json.ts";
import { markers } from "./sdk.ts";

/** Whether `value` is a secret, as the SDK marks it. */
export function isSecret(value: unknown): value is JsonObject {
  return isObject(value) && value[markers.kind] === markers.secret;
}

/**
 * `value` as a plan may show it: without secrets, with unknown values named as such, and references to
 * resources as their URN. A value that has none of these comes back as the same object, which saves the
 * memory of a copy for most resources of a big plan.
 */
export function redact(value: Json): Json {
  if (value === markers.unknown) {
    return unknownText;
  }
  if (Array.isArray(value)) {
    const items = value.map(redact);
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  return isObject(value) ? redactObject(value) : value;
}

function redactObject(value: JsonObject): Json {
  switch (value[markers.kind]) {
    case markers.secret:
      return secretText;
    case markers.resource:
      return value["urn"] ?? unknownText;
    case markers.asset:
    case markers.archive:
      return redactObject({ ...value, [markers.kind]: undefined });
  }
  const entries = Object.entries(value).filter((entry): entry is [string, Json] => entry[1] !== undefined);
  const redacted = entries.map(([key, entry]): [string, Json] => [key, redact(entry)]);
  const changed =
    entries.length !== Object.keys(value).length ||
    redacted.some(([, entry], index) => entry !== entries[index]?.[1]);
  return changed ? Object.fromEntries(redacted) : value;
}

/**
 * `value` with references to resources as their id, or as their URN for components: so the engine shows them
 * to policy packs (pulumi `sdk/go/common/resource/plugin/rpc.go`, without `KeepResources`). The same object
 * if it has none.
 */
export function flattenReferences(value: Json): Json {
  if (Array.isArray(value)) {
    const items = value.map(flattenReferences);
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  if (!isObject(value)) {
    return value;
  }
  if (value[markers.kind] === markers.resource) {
    return value["id"] ?? value["urn"] ?? markers.unknown;
  }
  const entries = Object.entries(value).map(
    ([key, entry]) => [key, flattenReferences(entry ?? null)] as const,
  );
  return entries.some(([key, entry]) => entry !== (value[key] ?? null)) ? Object.fromEntries(entries) : value;
}

/** `value` with its secrets in plain text: for the program alone, never for a plan. */
export function reveal(value: Json): Json {
  if (isSecret(value)) {
    return reveal(value["value"] ?? null);
  }
  if (Array.isArray(value)) {
    return value.map(reveal);
  }
  if (!isObject(value)) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [key, entry === undefined ? null : reveal(entry)]),
  );
}
