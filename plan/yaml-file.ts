import { readFileSync } from "node:fs";
import { parseDocument } from "yaml";
import { messageOf, UsageError } from "./errors.ts";
import { isObject, type JsonObject } from "./json.ts";

/**
 * Reads a YAML file that holds a map.
 *
 * @throws UsageError that names the file, and the line where YAML can't be read.
 */
export function readYamlFile(file: string): JsonObject {
  const document = parseDocument(readFileSync(file, "utf8"));
  const [error] = document.errors;
  if (error !== undefined) {
    throw new UsageError(`${file}: ${messageOf(error).trim()}`);
  }
  const content: unknown = document.toJS() ?? {};
  if (!isObject(content)) {
    throw new UsageError(`${file}: received ${JSON.stringify(content)}; allowed: a map of fields.`);
  }
  return content;
}
