import { isDeepStrictEqual } from "node:util";
import type { Json, JsonObject } from "../plan/json.ts";
import type { KnownWrite, Path, ServerWrites } from "./known-write.ts";
import { knownWrites } from "./known-writes.ts";

/** The address of a kind without its version, for example `networking.k8s.io/NetworkPolicy`. */
export function kindKey(apiVersion: string, kind: string): string {
  return `${apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : ""}/${kind}`;
}

/**
 * The writes into an object: those of every kind, those of this kind, and for custom resources the defaults of the
 * definition's schema.
 *
 * @param schema the schema of a custom resource. @default - a built-in kind
 */
export function serverWrites(planned: JsonObject, live: JsonObject, schema?: JsonObject): ServerWrites {
  const key = kindKey(String(planned["apiVersion"] ?? ""), String(planned["kind"] ?? ""));
  const patterns = [...(knownWrites["*"] ?? []), ...(knownWrites[key] ?? [])];
  return {
    isWritten: (path, value) =>
      patterns.some(
        ([pattern, expected]) =>
          matches(pattern, path) && isExpected(expected, value, { planned, live, path }),
      ) ||
      (schema !== undefined && isSchemaDefault(schema, path, value)),
    isComputed: () => false,
    isQuantity: (path) => path.some((part) => quantityParents.has(String(part))),
  };
}

/** Fields whose values are quantities, in quotas, limits, pods and volume claims. */
const quantityParents: ReadonlySet<string> = new Set([
  "hard",
  "limits",
  "requests",
  "default",
  "defaultRequest",
  "max",
  "min",
  "maxLimitRequestRatio",
  "sizeLimit",
  "capacity",
]);

function isExpected(
  expected: KnownWrite[1],
  value: Json,
  context: { readonly planned: JsonObject; readonly live: JsonObject; readonly path: Path },
): boolean {
  return typeof expected === "function" ? expected(value, context) : isDeepStrictEqual(value, expected);
}

/** `*` stands for any part, and `[key]` for a key with dots. */
function matches(pattern: string, path: Path): boolean {
  const parts = [...pattern.matchAll(/\[([^\]]+)\]|[^.[\]]+/g)].map(([text, key]) => key ?? text);
  return (
    parts.length === path.length && parts.every((part, index) => part === "*" || part === String(path[index]))
  );
}

/** Whether a definition's schema has this default at this path, or an object around it has one that contains it. */
function isSchemaDefault(schema: JsonObject, path: Path, value: Json): boolean {
  let node: JsonObject | undefined = schema;
  for (const part of path) {
    const next: Json | undefined =
      typeof part === "number"
        ? node?.["items"]
        : ((node?.["properties"] as JsonObject | undefined)?.[part] ?? node?.["additionalProperties"]);
    node =
      typeof next === "object" && next !== null && !Array.isArray(next) ? (next as JsonObject) : undefined;
  }
  return node !== undefined && "default" in node && isDeepStrictEqual(node["default"], value);
}
