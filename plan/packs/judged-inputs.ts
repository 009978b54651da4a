import { type Properties, unknown, type Value } from "../../protocol/property-value.ts";
import { markers } from "../engine/sdk.ts";
import { isObject, type Json, type JsonObject } from "../json.ts";

/**
 * The inputs that a rule gets over the analyzer protocol. Secrets are plain text. References to resources are
 * their ids, and references to components their URNs. A value that only `pulumi up` knows is `unknown`.
 * In a deployment, the engine replaces the references, and `@pulumi/policy` the rest (`deserialize.js`).
 *
 * A value without any of these is returned as the same object, so that most resources need no copy.
 */
export function judgedInputs(inputs: JsonObject): Properties {
  return plainObject(inputs);
}

function judgedValue(value: Json): Value {
  if (value === markers.unknown) {
    return unknown;
  }
  if (Array.isArray(value)) {
    const items = value.map(judgedValue);
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  return isObject(value) ? judgedObject(value) : value;
}

function judgedObject(value: JsonObject): Value {
  switch (value[markers.kind]) {
    case undefined:
      return plainObject(value);
    case markers.resource:
      return judgedValue(value["id"] ?? value["urn"] ?? markers.unknown);
    case markers.secret:
      return judgedValue(value["value"] ?? null);
    case markers.asset:
      return opaque(value, "__pulumiAsset", ["path", "text", "uri"]);
    case markers.archive:
      return opaque(value, "__pulumiArchive", ["assets", "path", "uri"]);
    default:
      throw new Error(`a value with the unknown mark ${JSON.stringify(value[markers.kind])}`);
  }
}

function plainObject(value: JsonObject): Properties {
  const entries = Object.entries(value);
  const judgedEntries = entries.flatMap(([key, entry]): [string, Value][] =>
    entry === undefined ? [] : [[key, judgedValue(entry)]],
  );
  const isSame =
    judgedEntries.length === entries.length && judgedEntries.every(([key, entry]) => entry === value[key]);
  return isSame ? value : Object.fromEntries(judgedEntries);
}

/** The SDK keeps the content of an asset in a promise, where no rule can see it. */
function opaque(value: JsonObject, mark: string, fields: readonly string[]): Properties {
  const field = fields.find((name) => value[name]);
  return { [mark]: true, ...(field !== undefined && { [field]: {} }) };
}
