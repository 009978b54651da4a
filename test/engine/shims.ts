import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hasKubernetes } from "./tools.ts";

/** Executables that the engine looks for, with the script that each runs. */
const shims: Readonly<Record<string, readonly string[]>> = {
  aws: ["aws-cli.ts"],
  "pulumi-resource-aws": ["main.ts", "aws"],
  ...(hasKubernetes ? {} : { "pulumi-resource-kubernetes": ["main.ts", "kubernetes"] }),
};

/** Writes them into one directory for the PATH. */
export function writeShims(directory: string): string {
  const bin = join(directory, "bin");
  mkdirSync(bin);
  for (const [name, [script = "", ...args]] of Object.entries(shims)) {
    const command = [process.execPath, join(import.meta.dirname, "fake-aws", script), ...args];
    const text = `#!/bin/sh\nexec ${command.map((word) => `'${word}'`).join(" ")} "$@"\n`;
    writeFileSync(join(bin, name), text);
    chmodSync(join(bin, name), 0o755);
  }
  return bin;
}
