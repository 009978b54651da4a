import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { secretText } from "../document.ts";
import { UsageError } from "../errors.ts";
import { isObject, type Json, type JsonObject, mapParts } from "../json.ts";
import { readYamlFile } from "./map-file.ts";
import { misspeltKeys } from "./misspelt-config-keys.ts";
import type { Project } from "./project.ts";

/** The configuration of a stack, in the form of the SDK. */
export interface StackConfig {
  /**
   * Values by full key, for example `aws:region`. Objects are JSON. Encrypted values are `[secret]`, so that a
   * plan needs no passphrase.
   */
  readonly values: Readonly<Record<string, string>>;
  readonly secretKeys: readonly string[];
}

/** The names of the project's stacks that have a config file. */
export function stackNames({ configDirectory }: Project): string[] {
  return readdirSync(configDirectory)
    .flatMap((file) => /^Pulumi\.(.+)\.ya?ml$/.exec(file)?.[1] ?? [])
    .sort();
}

/**
 * The stack to plan: `requestedStack`, else `dev` if there is one, else the only stack.
 *
 * @throws UsageError if the requested stack has no config file, or if none is requested and there are several
 */
export function chooseStack(project: Project, requestedStack: string | undefined): string {
  const names = stackNames(project);
  const list = names.length === 0 ? "none has a config file yet" : names.join(", ");
  if (requestedStack !== undefined) {
    if (!names.includes(requestedStack)) {
      throw new UsageError(
        `--stack: received ${JSON.stringify(requestedStack)}; allowed: a stack of ${project.name} (${list}). ` +
          (/^[\w.-]+$/.test(requestedStack)
            ? `Write ${join(project.configDirectory, `Pulumi.${requestedStack}.yaml`)} to add it.`
            : ""),
      );
    }
    return requestedStack;
  }
  const [firstStack] = names;
  if (names.includes("dev")) {
    return "dev";
  }
  if (firstStack === undefined || names.length > 1) {
    throw new UsageError(`--stack: received nothing; allowed: a stack of ${project.name} (${list}).`);
  }
  return firstStack;
}

/**
 * Reads `Pulumi.<stack>.yaml`.
 *
 * @throws UsageError if Pulumi couldn't read it either
 */
export function readStackConfig(project: Project, stack: string): StackConfig {
  const names = ["yaml", "yml"].map((extension) =>
    join(project.configDirectory, `Pulumi.${stack}.${extension}`),
  );
  const file = names.find((name) => existsSync(name));
  const config = file === undefined ? {} : (readYamlFile(file)["config"] ?? {});
  if (!isObject(config)) {
    throw new UsageError(`${file}: config: received ${JSON.stringify(config)}; allowed: a map of keys.`);
  }
  const misspelt = misspeltKeys(Object.keys(config), project.name);
  if (misspelt.length > 0) {
    throw new UsageError(
      misspelt
        .map(
          ({ key, meant }) =>
            `${file}: config: received ${key}; allowed: a key of the project ${project.name} or of a provider. Did you mean ${JSON.stringify(meant)}?`,
        )
        .join("\n"),
    );
  }
  return toStackConfig(project.name, { ...defaults(project.config), ...config });
}

/** Converts the config of a stack's file to the form of the SDK. Keys without a namespace are the project's. */
export function toStackConfig(project: string, config: JsonObject): StackConfig {
  const values: Record<string, string> = {};
  const secretKeys: string[] = [];
  for (const [key, value] of Object.entries(config)) {
    if (value === undefined || value === null) {
      continue;
    }
    const fullKey = key.includes(":") ? key : `${project}:${key}`;
    const plain = withoutSecrets(value);
    values[fullKey] = typeof plain === "object" ? JSON.stringify(plain) : String(plain);
    if (plain !== value) {
      secretKeys.push(fullKey);
    }
  }
  return { values, secretKeys };
}

/** Values from Pulumi.yaml: `key: value`, or `key: { default }` or `{ value }` with a schema. */
function defaults(config: JsonObject): JsonObject {
  const entries = Object.entries(config).map(([key, entry]): [string, Json | undefined] => [
    key,
    isObject(entry) ? (entry["value"] ?? entry["default"]) : entry,
  ]);
  return Object.fromEntries(entries);
}

/** Returns the same object if it has no secret. */
function withoutSecrets(value: Json): Json {
  const isSecret = isObject(value) && typeof value["secure"] === "string" && Object.keys(value).length === 1;
  return isSecret ? secretText : mapParts(value, withoutSecrets);
}
