import { secretText, unknownText } from "../document.ts";
import { isObject, type Json, type JsonObject, mapParts } from "../json.ts";
import { markers } from "./sdk.ts";

/** Whether `value` has the SDK's mark of a secret. */
export function isSecret(value: unknown): value is JsonObject {
  return isObject(value) && value[markers.kind] === markers.secret;
}

/**
 * `value` in the form that a plan shows: `[secret]` replaces secrets, `[unknown]` replaces unknown values, and URNs
 * replace references to resources. The same object if it has none of these.
 */
export function redact(value: Json): Json {
  if (value === markers.unknown) {
    return unknownText;
  }
  if (isObject(value)) {
    switch (value[markers.kind]) {
      case markers.secret:
        return secretText;
      case markers.resource:
        return value["urn"] ?? unknownText;
      case markers.asset:
      case markers.archive:
        return redact({ ...value, [markers.kind]: undefined });
    }
  }
  return mapParts(value, redact);
}

/**
 * `value` with ids in place of references to resources, and with URNs in place of references to components. The engine
 * sends them to policy packs in this form (pulumi `sdk/go/common/resource/plugin/rpc.go`, without `KeepResources`).
 * The same object if it has no references.
 */
export function flattenReferences(value: Json): Json {
  return isObject(value) && value[markers.kind] === markers.resource
    ? (value["id"] ?? value["urn"] ?? markers.unknown)
    : mapParts(value, flattenReferences);
}

/** `value` with its secrets in plain text. Only for the program, never for a plan. */
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
