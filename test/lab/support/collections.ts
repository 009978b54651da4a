import { type JsonObject, listAt, objectAt, stringAt } from "../../../plan/json.ts";

/** A list or a map in the schema of a kind, which an attacker can make long. */
export interface Collection {
  /** For example `spec.template.spec.containers[].env`. `{}` stands for the values of a map. */
  readonly path: string;
  /** An object of the kind in which this list or map has a number of entries. */
  grown(entries: number): JsonObject;
}

type Put = (value: unknown) => JsonObject;

/**
 * Every list and map of a kind, from the API server's own schema. So no list of names can forget one.
 *
 * @param document - OpenAPI v3 of the kind's group and version, for example `/openapi/v3/apis/apps/v1`
 */
export function collectionsOf(document: JsonObject, apiVersion: string, kind: string): Collection[] {
  const schemas = objectAt(objectAt(document["components"])["schemas"]);
  const found: Collection[] = [];
  const walk = (given: JsonObject, path: string, put: Put, ancestors: readonly string[]): void => {
    const { schema, name } = resolve(given, schemas);
    if (name !== undefined && ancestors.includes(name)) {
      return;
    }
    const inside = name === undefined ? ancestors : [...ancestors, name];
    const required = filled(schema, schemas, 0);
    for (const [field, property] of Object.entries(objectAt(schema["properties"]))) {
      const putField: Put = (value) => put({ ...objectAt(required), [field]: value });
      walk(objectAt(property), path === "" ? field : `${path}.${field}`, putField, inside);
    }
    if (schema["type"] === "array") {
      const items = objectAt(schema["items"]);
      const entry = (index: number) => filled(items, schemas, index);
      found.push({ path, grown: (entries) => put(Array.from({ length: entries }, (_, i) => entry(i))) });
      walk(items, `${path}[]`, (value) => put([value]), inside);
    }
    if (typeof schema["additionalProperties"] === "object") {
      const values = objectAt(schema["additionalProperties"]);
      const entries = (length: number) =>
        Object.fromEntries(Array.from({ length }, (_, i) => [keyOf(i), filled(values, schemas, i)]));
      found.push({ path, grown: (length) => put(entries(length)) });
      walk(values, `${path}{}`, (value) => put({ key: value }), inside);
    }
  };
  walk({ $ref: `#/components/schemas/${nameOf(schemas, apiVersion, kind)}` }, "", objectAt, []);
  // The server sets the status, and removes or sets the other two.
  return found.filter(({ path }) => !/^(status|metadata\.(managedFields|finalizers))\b/.test(path));
}

function nameOf(schemas: JsonObject, apiVersion: string, kind: string): string {
  const [version = "", group = ""] = apiVersion.split("/").reverse();
  const name = Object.keys(schemas).find((each) =>
    listAt(objectAt(schemas[each])["x-kubernetes-group-version-kind"])
      .map(objectAt)
      .some((its) => its["kind"] === kind && its["version"] === version && its["group"] === group),
  );
  if (name === undefined) {
    throw new Error(`the API server has no schema of ${apiVersion} ${kind}`);
  }
  return name;
}

function resolve(given: JsonObject, schemas: JsonObject): { schema: JsonObject; name?: string } {
  const reference = stringAt(given["$ref"]) ?? stringAt(objectAt(listAt(given["allOf"])[0])["$ref"]);
  const name = reference?.replace("#/components/schemas/", "");
  return name === undefined ? { schema: given } : { schema: objectAt(schemas[name]), name };
}

/** A value with the required fields of a schema. Values with different indices differ. */
function filled(given: JsonObject, schemas: JsonObject, index: number): unknown {
  const { schema } = resolve(given, schemas);
  if (schema["type"] === "string") {
    return keyOf(index);
  }
  if (schema["type"] === "integer" || schema["type"] === "number") {
    return index;
  }
  if (schema["type"] === "boolean") {
    return false;
  }
  if (schema["type"] === "array") {
    return [];
  }
  const properties = objectAt(schema["properties"]);
  return Object.fromEntries(
    listAt(schema["required"]).map((field) => [
      String(field),
      filled(objectAt(properties[String(field)]), schemas, index),
    ]),
  );
}

/** A short name. Short ones let more entries fit into a request. */
function keyOf(index: number): string {
  return `k${index.toString(36)}`;
}
