import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { secretText } from "../document.ts";
import { UsageError } from "../errors.ts";
import { isObject, type Json, type JsonObject, mapParts } from "../json.ts";
import { readYamlFile } from "./map-file.ts";
import type { Project } from "./project.ts";

/** The configuration of a stack, as the SDK takes it. */
export interface StackConfig {
  /** By full key, as `aws:region`; objects as JSON. Encrypted values are `[secret]`: a plan needs no passphrase. */
  readonly values: Readonly<Record<string, string>>;
  readonly secretKeys: readonly string[];
}

/** The names of the project's stacks: those that have a config file. */
export function stackNames({ configDirectory }: Project): string[] {
  return readdirSync(configDirectory)
    .flatMap((file) => /^Pulumi\.(.+)\.ya?ml$/.exec(file)?.[1] ?? [])
    .sort();
}

/**
 * The stack to plan: `asked`, else `dev` if there is one, else the only one.
 *
 * @throws UsageError if there is no such stack, or none can be told to be meant.
 */
export function chooseStack(project: Project, asked: string | undefined): string {
  const names = stackNames(project);
  const list = names.length === 0 ? "none has a config file yet" : names.join(", ");
  if (asked !== undefined) {
    if (!names.includes(asked)) {
      throw new UsageError(
        `--stack: received ${JSON.stringify(asked)}; allowed: a stack of ${project.name} (${list}). ` +
          (/^[\w.-]+$/.test(asked)
            ? `Write ${join(project.configDirectory, `Pulumi.${asked}.yaml`)} to add it.`
            : ""),
      );
    }
    return asked;
  }
  const [only] = names;
  if (names.includes("dev")) {
    return "dev";
  }
  if (only === undefined || names.length > 1) {
    throw new UsageError(`--stack: received nothing; allowed: a stack of ${project.name} (${list}).`);
  }
  return only;
}

/**
 * Reads `Pulumi.<stack>.yaml`.
 *
 * @throws UsageError if it isn't what Pulumi would read.
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
  return toStackConfig(project.name, { ...defaults(project.config), ...config });
}

/** Config as a stack's file writes it, as the SDK takes it: keys without a namespace are the project's. */
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

/** Values that Pulumi.yaml itself gives: `key: value`, or `key: { default }` or `{ value }` with a schema. */
function defaults(config: JsonObject): JsonObject {
  const entries = Object.entries(config).map(([key, entry]): [string, Json | undefined] => [
    key,
    isObject(entry) ? (entry["value"] ?? entry["default"]) : entry,
  ]);
  return Object.fromEntries(entries);
}

/** The same object if it holds no secret. */
function withoutSecrets(value: Json): Json {
  const isSecret = isObject(value) && typeof value["secure"] === "string" && Object.keys(value).length === 1;
  return isSecret ? secretText : mapParts(value, withoutSecrets);
}
