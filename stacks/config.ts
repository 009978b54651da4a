import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import { assertNoProblems, type InputProblem, schemasAt, today } from "../components/internal.ts";
import { type Config, configSchema, layerSchemas } from "./config-schema.ts";
import { configProblems } from "./misplaced-fields.ts";
import { misspeltKeyProblems } from "./misspelt-keys.ts";

/**
 * Reads and validates the config of the current stack.
 *
 * @throws InputError with every problem, before any resource is registered
 */
export function readConfig(): Config {
  assertConfig(
    secretKeys().map((path) => ({
      path,
      received: "a secret",
      allowed: "a plain value",
      fix: "Nothing that Casemate reads is secret; set it without --secret.",
    })),
  );
  const prefix = `${pulumi.getProject()}:`;
  const schema = configSchema(today());
  const all = pulumi.runtime.allConfig();
  const entries = Object.entries(all)
    .filter(([key]) => key.startsWith(prefix))
    .map(([key, value]) => [key.slice(prefix.length), value] as const)
    .map(([key, value]) => [key, takesText(schema, key) ? value : decode(value)]);
  const config = Object.fromEntries(entries);
  const problems = configProblems(config, layerSchemas(today()), schema);
  assertNoProblems(source(), [
    ...misspeltKeyProblems(Object.keys(all), pulumi.getProject()),
    ...problems.map(inProject),
  ]);
  return schema.parse(config);
}

/**
 * Throws if there is any problem. Paths begin with the key in the stack's file, for example `casemate:network.cidr`.
 *
 * @throws InputError
 */
export function assertConfig(problems: readonly InputProblem[]): void {
  assertNoProblems(source(), problems.map(inProject));
}

function source(): string {
  return `Pulumi.${pulumi.getStack()}.yaml`;
}

function inProject(problem: InputProblem): InputProblem {
  return { ...problem, path: `${pulumi.getProject()}:${problem.path}` };
}

/** The keys whose values the engine decrypted, without their prefix. The SDK has no function that lists them. */
function secretKeys(): string[] {
  const keys: string[] = JSON.parse(process.env["PULUMI_CONFIG_SECRET_KEYS"] || "[]");
  const prefix = `${pulumi.getProject()}:`;
  return keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
}

/** Whether a field is text. Its value stays text, even if it looks like another type, for example `2026` or `true`. */
function takesText(schema: z.ZodType, key: string): boolean {
  const textTypes: readonly string[] = ["string", "enum"];
  return schemasAt(schema, [key]).some((field) => textTypes.includes(field._zod.def.type));
}

/** Pulumi passes every value as text. Lists, objects, numbers and booleans are JSON in it. */
function decode(value: string): unknown {
  const isJson = /^[[{]/.test(value) || /^\d+$/.test(value) || value === "true" || value === "false";
  if (!isJson) {
    return value;
  }
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
