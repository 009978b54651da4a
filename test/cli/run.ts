import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";

const script = resolve(import.meta.dirname, "..", "..", "cli", "casemate.ts");
const { FORCE_COLOR: _1, NO_COLOR: _2, PULUMI_STACK: _3, ...environment } = process.env;

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `casemate` in its own process. */
export function casemate(cwd: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Run {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    cwd,
    env: { ...environment, ...env },
    encoding: "utf8",
  });
  return { code: status, stdout, stderr };
}

/** Runs a shell command, in which `$casemate` is the command line. */
export function shell(cwd: string, line: string): Run {
  const env = { ...environment, casemate: `${process.execPath} ${script}` };
  const { status, stdout, stderr } = spawnSync("sh", ["-c", line], { cwd, env, encoding: "utf8" });
  return { code: status, stdout, stderr };
}

export const smallProgram = join(import.meta.dirname, "..", "plan", "programs", "small");
