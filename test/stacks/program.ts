import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { readConfig } from "../../stacks/config.ts";
import { runLayer } from "../../stacks/layers.ts";
import { type Deployment, type DeployOptions, deploy } from "../harness.ts";

/** A stack's config in the form of the YAML file, without the prefix `casemate:`. */
export type ConfigValues = Readonly<Record<string, unknown>>;

/** Tenant files by name. */
export type TenantFiles = Readonly<Record<string, string>>;

/** One stack of the layer `all`. */
export const config: ConfigValues = {
  layer: "all",
  clusterName: "dev",
  kubernetesVersion: "1.36",
  network: { cidr: "10.64.0.0/16" },
  admins: [{ role: "arn:aws:iam::111122223333:role/deployer" }],
  nodePools: [{ class: "standard" }, { class: "pci" }],
  tenants: "tenants",
};

/** Two tenants with a flow between them. */
export const tenantFiles: TenantFiles = {
  "checkout.yaml": `
name: checkout
team: shop
calls:
  - to: { namespace: payments }
    port: 8443
`,
  "payments.yaml": `
name: payments
team: pay
class: pci
accepts:
  - from: { namespace: checkout }
    port: 8443
`,
};

/**
 * Runs the program in a folder with these tenant files. It passes config in Pulumi's form: each value is text, and
 * lists and objects are JSON. The stack's name is `stack`, so its file would be `Pulumi.stack.yaml`.
 */
export async function runProgram(
  values: ConfigValues,
  files: TenantFiles,
  options: DeployOptions & { readonly secretKeys?: readonly string[] } = {},
): Promise<Deployment> {
  const folder = mkdtempSync(join(tmpdir(), "casemate-program-"));
  const before = process.cwd();
  const { secretKeys = [], ...rest } = options;
  try {
    mkdirSync(join(folder, "tenants"));
    for (const [name, text] of Object.entries(files)) {
      const file = join(folder, "tenants", name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    process.chdir(folder);
    process.env["PULUMI_CONFIG_SECRET_KEYS"] = JSON.stringify(secretKeys);
    return await deploy(() => {
      pulumi.runtime.setAllConfig(
        Object.fromEntries(
          Object.entries(values).map(([key, value]) => [
            `project:${key}`,
            typeof value === "string" ? value : JSON.stringify(value),
          ]),
        ),
      );
      return runLayer(readConfig());
    }, rest);
  } finally {
    process.chdir(before);
    delete process.env["PULUMI_CONFIG_SECRET_KEYS"];
    rmSync(folder, { recursive: true, force: true });
  }
}
