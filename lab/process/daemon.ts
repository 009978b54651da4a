import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, statfsSync } from "node:fs";
import { join } from "node:path";
import { beingStarted, LabError } from "../lab-errors.ts";

/** A running program of the lab, on a leash: it ends with this process, also if that is killed (binaries/leash). */
export interface Daemon {
  readonly name: string;
  /** Settles when the program has ended, also by {@link stop}, with the reason and its last output. */
  readonly ended: Promise<string>;
  /** Kills the program and waits for its end. */
  stop(): Promise<void>;
  /** The last output of the program, for messages. */
  output(): string;
}

export interface DaemonOptions {
  readonly name: string;
  /** The path of the leash: binaries/leash. */
  readonly leash: string;
  /** The lab's directory. If this process dies, the leash deletes it after the program's end. */
  readonly directory: string;
  readonly command: string;
  readonly args: readonly string[];
}

export function startDaemon({ name, leash, directory, command, args }: DaemonOptions): Daemon {
  const logFile = join(directory, `${name}.log`);
  const log = openSync(logFile, "w", 0o600);
  const child = spawn(leash, ["-remove", directory, command, ...args], {
    cwd: directory,
    // Without the user's environment: a proxy, a locale or GODEBUG must not change the result of tests.
    env: { HOME: directory, PATH: "/nowhere" },
    stdio: ["pipe", log, log],
    // This process decides about Ctrl-C in a terminal.
    detached: true,
  });
  closeSync(log);
  const output = () => {
    try {
      return readFileSync(logFile, "utf8").trimEnd().split("\n").slice(-15).join("\n");
    } catch {
      return "";
    }
  };
  const ended = endOf(child, name).then((end) => `${end}:\n${output()}${remarkOn(directory)}`);
  return { name, ended, stop: () => release(child), output };
}

/** A program can't log that the disk is full if its log is on that disk. etcd allocates 64 MB at a time. */
function remarkOn(directory: string): string {
  try {
    const { bavail, bsize } = statfsSync(directory);
    const left = Math.floor((bavail * bsize) / 1e6);
    return left < 128 ? `\nThe disk of ${directory} has ${left} MB left. TMPDIR says where labs go.` : "";
  } catch {
    return "";
  }
}

/**
 * Creates the lab's directory with a separate leash. So the leash deletes it even if this process is killed right after
 * its creation.
 *
 * @throws LabError if the directory can't be created, or exists already
 */
export async function makeDirectory(leash: string, directory: string): Promise<Daemon> {
  const child = spawn(leash, ["-make", directory, "-remove", directory], {
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
  });
  let output = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  const ended = endOf(child, "leash");
  const isMade = await Promise.race([
    new Promise<boolean>((resolve) => child.stdout.once("data", () => resolve(true))),
    ended.then(() => false),
  ]);
  if (!isMade) {
    const problem = output.trim() || (await ended);
    throw problem.endsWith("file exists")
      ? beingStarted(directory)
      : new LabError(`the lab's directory can't be made: ${problem}. TMPDIR says where it goes.`);
  }
  return { name: "directory", ended, stop: () => release(child), output: () => output };
}

function endOf(child: ChildProcess, name: string): Promise<string> {
  return new Promise((resolve) => {
    child.once("error", (error) => resolve(`${name} didn't start: ${error.message}`));
    child.once("exit", (code, signal) => resolve(`${name} ended with ${signal ?? code}`));
  });
}

/** For the leash, the end of its input is the end of its parent. */
async function release(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) {
    return;
  }
  const exit = new Promise((resolve) => child.once("exit", resolve));
  child.stdin?.end();
  await exit;
}
