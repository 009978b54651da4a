import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import type { Socket } from "node:net";
import { join } from "node:path";
import { PackError, UsageError } from "../errors.ts";
import { stringAt } from "../json.ts";
import { readJsonFile } from "../project/map-file.ts";

/** A killed plan can't stop its packs. They end themselves when their standard input closes. */
const endWithParent = "data:text/javascript,process.stdin.resume().on('end', () => process.exit())";

/**
 * Collects garbage early. A pack holds every resource of a stack twice, and mostly waits for the plan, so it has
 * the time. With a thousand namespaces this saves a sixth of its memory.
 */
const memoryFlags = ["--max-semi-space-size=4", "--heap-growing-percent=30"];

/** The time in milliseconds after which a pack that doesn't end is killed. */
const patience = 2000;

/** A policy pack in its own process, like in the engine. */
export interface PackProcess {
  readonly directory: string;
  /** Its port on the loopback interface. Rejects if the pack fails before it listens. */
  readonly port: Promise<number>;
  /** Ends it, and resolves when it is gone. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts a pack. Start it before the plan, because it takes most of a second and needs nothing from the plan.
 *
 * @throws UsageError if the directory has no pack
 */
export function startPack(directory: string): PackProcess {
  // `new PolicyPack()` starts the server. The engine's `run-policy-pack` adds ts-node, which doubles the time
  // to start and rejects imports that end in .ts.
  const child = spawn(
    process.execPath,
    [...memoryFlags, "--import", endWithParent, join(directory, entryOf(directory))],
    {
      cwd: directory,
      stdio: "pipe",
    },
  );
  // The plan waits for answers, not for the pack's end.
  child.unref();
  for (const stream of child.stdio) {
    (stream as Socket | null)?.unref();
  }
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  const kill = () => {
    child.kill();
  };
  const stop = async () => {
    child.ref();
    kill();
    const force = setTimeout(() => child.kill("SIGKILL"), patience);
    await ended;
    clearTimeout(force);
    process.removeListener("exit", kill);
  };
  process.once("exit", kill);
  const port = portOf(child, directory);
  port.catch(() => {});
  return { directory, port, stop };
}

function entryOf(directory: string): string {
  const manifest = join(directory, "package.json");
  if (!existsSync(join(directory, "PulumiPolicy.yaml")) || !existsSync(manifest)) {
    throw new UsageError(
      `--policy-pack: received ${directory}; allowed: a directory with PulumiPolicy.yaml and package.json.`,
    );
  }
  return stringAt(readJsonFile(manifest)["main"]) ?? "index.js";
}

function portOf(child: ChildProcess, directory: string): Promise<number> {
  return new Promise((resolve, reject) => {
    let output = "";
    let errors = "";
    child.stderr?.on("data", (data) => {
      errors += data;
    });
    child.stdout?.on("data", (data) => {
      output += data;
      const line = /^(\d+)\r?\n/m.exec(output);
      if (line !== null) {
        resolve(Number(line[1]));
      }
    });
    const fail = (reason: string) =>
      reject(
        new PackError(`the policy pack in ${directory} didn't start: ${reason}\n${errors.trim()}`.trim()),
      );
    child.once("error", (error) => fail(error.message));
    child.once("exit", (code) => fail(`exit code ${code}`));
  });
}
