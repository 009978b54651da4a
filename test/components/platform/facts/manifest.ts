import { isObject, type Json, type JsonObject, listAt, objectAt, stringAt } from "../../../../plan/json.ts";

/** An object of the manifests. */
export interface Manifest extends JsonObject {
  readonly kind: string;
}

/** The objects of a YAML stream, with the items of its lists. */
export function manifestsOf(documents: readonly unknown[]): Manifest[] {
  return documents.flatMap((document) => {
    const kind = stringAt(objectAt(document)["kind"]);
    if (!isObject(document) || kind === undefined) {
      return [];
    }
    return kind.endsWith("List") ? manifestsOf(listAt(document["items"])) : [{ ...document, kind }];
  });
}

export const specOf = (manifest: JsonObject) => objectAt(manifest["spec"]);
export const metadataOf = (manifest: JsonObject) => objectAt(manifest["metadata"]);
export const nameOf = (manifest: JsonObject) => stringAt(metadataOf(manifest)["name"]) ?? "";
export const labelsOf = (manifest: JsonObject) => textsOf(metadataOf(manifest)["labels"]);
export const annotationsOf = (manifest: JsonObject) => textsOf(metadataOf(manifest)["annotations"]);

/** The fields whose value is a text. */
export function textsOf(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(objectAt(value)).flatMap(([key, text]) =>
      typeof text === "string" ? [[key, text]] : typeof text === "number" ? [[key, String(text)]] : [],
    ),
  );
}

/** Whether `labels` has each of the selector's labels. An empty selector selects nothing here. */
export function selects(
  selector: Readonly<Record<string, string>>,
  labels: Readonly<Record<string, string>>,
): boolean {
  const wanted = Object.entries(selector);
  return wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
}

/** The named fields of an object that it has. */
export function pick(from: JsonObject, names: readonly string[]): Record<string, Json> {
  return Object.fromEntries(
    names.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name] as Json]])),
  );
}
