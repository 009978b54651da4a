import { readFileSync } from "node:fs";
import { parseDocument } from "yaml";
import { messageOf, UsageError } from "../errors.ts";
import { isObject, type JsonObject } from "../json.ts";

/**
 * Reads a YAML file that holds a map.
 *
 * @throws UsageError that names the file, and the line of a syntax error
 */
export function readYamlFile(file: string): JsonObject {
  return readMap(file, "YAML", (text) => {
    const document = parseDocument(text);
    const [error] = document.errors;
    if (error !== undefined) {
      throw error;
    }
    // Throws for an unresolved alias, and for aliases that expand without end.
    return document.toJS() ?? {};
  });
}

/**
 * Reads a JSON file that holds a map.
 *
 * @throws UsageError that names the file
 */
export function readJsonFile(file: string): JsonObject {
  return readMap(file, "JSON", JSON.parse);
}

function readMap(file: string, format: string, parse: (text: string) => unknown): JsonObject {
  const content = tryTo(file, format, () => parse(readFileSync(file, "utf8")));
  if (!isObject(content)) {
    throw new UsageError(`${file}: received ${JSON.stringify(content)}; allowed: a map of fields.`);
  }
  return content;
}

function tryTo(file: string, format: string, read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    const [message = ""] = messageOf(error).split("\n");
    throw new UsageError(
      `${file}: received ${message.replace(/:$/, "")}; allowed: a readable file of ${format} with a map of fields.`,
    );
  }
}
