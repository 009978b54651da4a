import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { parse } from "yaml";
import { listAt, objectAt } from "../../../../plan/json.ts";
import type { Hardeneks } from "./install.ts";

/** The result of one rule, for the cluster or for one namespace. */
export interface Result {
  /** The rule's message, which identifies it in reports. */
  readonly rule: string;
  readonly namespace: string | undefined;
  readonly passed: boolean;
  /** The resources that violate the rule. */
  readonly resources: readonly string[];
}

/** Only rules that don't call AWS. */
export const configFile = join(import.meta.dirname, "config.yaml");

/**
 * Runs hardeneks against a cluster, without credentials for a cloud.
 *
 * @throws Error if it fails, or a rule of the configuration gives no result, because hardeneks only prints errors
 */
export async function runHardeneks(
  { program }: Hardeneks,
  kubeconfig: string,
  directory: string,
): Promise<Result[]> {
  const report = join(directory, "report.json");
  const file = join(directory, "kubeconfig");
  mkdirSync(directory, { recursive: true });
  writeFileSync(file, kubeconfig, { mode: 0o600 });
  const { stdout } = await promisify(execFile)(
    program,
    // Without a name, hardeneks would ask AWS for the cluster's name.
    ["--region", "eu-central-1", "--cluster", "lab", "--config", configFile, "--export-json", report],
    {
      env: { HOME: directory, KUBECONFIG: file, AWS_EC2_METADATA_DISABLED: "true" },
      maxBuffer: 64 * 1024 ** 2,
    },
  );
  if (/Error (in|loading) rule/.test(stdout)) {
    throw new Error(
      stdout
        .split("\n")
        .filter((line) => line.includes("Error"))
        .join("\n"),
    );
  }
  return readReport(readFileSync(report, "utf8"));
}

/** `{ type: { pillar: { section: { message: [result] } } } }`. */
function readReport(text: string): Result[] {
  return Object.values(objectAt(JSON.parse(text)))
    .flatMap((pillars) => Object.values(objectAt(pillars)))
    .flatMap((sections) => Object.values(objectAt(sections)))
    .flatMap((rules) => Object.entries(objectAt(rules)))
    .flatMap(([rule, results]) =>
      listAt(results).map((result) => {
        const { status, namespace, resources } = objectAt(result);
        return {
          rule,
          namespace: typeof namespace === "string" ? namespace : undefined,
          passed: status === true,
          resources: [...new Set(listAt(resources).map((name) => workloadOf(String(name))))].sort(),
        };
      }),
    );
}

/** The Deployment's name for a pod of a Deployment: the ReplicaSet adds random characters. */
function workloadOf(name: string): string {
  return name.replace(/-[0-9a-z]{8,10}-[0-9a-z]{5}$/, "");
}

/** The rules of a configuration. For example: `cluster_wide.security.iam.restrict_wildcard_for_cluster_roles`. */
export function rulesOf(file: string): string[] {
  return Object.entries(objectAt(parse(readFileSync(file, "utf8")).rules)).flatMap(([type, pillars]) =>
    Object.entries(objectAt(pillars)).flatMap(([pillar, sections]) =>
      Object.entries(objectAt(sections)).flatMap(([section, rules]) =>
        listAt(rules).map((rule) => [type, pillar, section, rule].join(".")),
      ),
    ),
  );
}
