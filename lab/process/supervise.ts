import { type ChildProcess, fork } from "node:child_process";
import { on, once } from "node:events";
import { getCompileCacheDir } from "node:module";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import type { Coordinates } from "../api/connection.ts";
import type { KubernetesMinor } from "../build/versions.ts";
import { LabError, LabFailure } from "../lab-errors.ts";
import { untilGone } from "./wait.ts";

/** The lab that a supervisor starts. */
export interface Order {
  readonly directory: string;
  readonly kubernetes: KubernetesMinor;
  readonly prefix: string;
}

/** A message of a supervisor. To `keep`, it answers with any message. */
export type Report =
  | { readonly kind: "progress"; readonly line: string }
  | {
      readonly kind: "ready";
      readonly version: string;
      readonly coordinates: Coordinates;
      readonly pid: number;
    }
  | { readonly kind: "error" | "failure"; readonly message: string };

export interface Supervised {
  readonly version: string;
  readonly coordinates: Coordinates;
  readonly pid: number;
  /** Lets the lab run on without this process. */
  keep(): Promise<void>;
  /** Ends the lab, and waits for it. */
  abandon(): Promise<void>;
}

/**
 * Starts a lab in its own process. Until `keep`, the lab ends with this process.
 *
 * @throws LabError or LabFailure
 */
export async function supervise(order: Order, onProgress: (line: string) => void): Promise<Supervised> {
  const script = fileURLToPath(new URL(`supervisor${extname(import.meta.url)}`, import.meta.url));
  const child = fork(script, {
    detached: true,
    stdio: "ignore",
    cwd: "/",
    // The other process uses the compiled modules of this one, if there are any.
    env: { ...process.env, NODE_COMPILE_CACHE: getCompileCacheDir() },
  });
  const reports = on(child, "message", { close: ["exit"] });
  child.send(order);
  for await (const [report] of reports as AsyncIterable<[Report]>) {
    switch (report.kind) {
      case "progress":
        onProgress(report.line);
        break;
      case "error":
        throw new LabError(report.message);
      case "failure":
        throw new LabFailure(report.message);
      case "ready":
        return { ...report, keep: () => keep(child), abandon: () => abandon(child, order.directory) };
    }
  }
  throw new LabFailure(
    `the lab's process ended with ${child.signalCode ?? child.exitCode} while it started.`,
  );
}

async function keep(child: ChildProcess): Promise<void> {
  if (!child.connected) {
    throw new LabFailure("the lab ended when it had just started.");
  }
  const ended = once(child, "exit").then(() => true);
  const kept = once(child, "message").then(() => false);
  child.send("keep");
  if (await Promise.race([kept, ended])) {
    throw new LabFailure("the lab ended when it had just started.");
  }
  child.disconnect();
  child.unref();
}

async function abandon(child: ChildProcess, directory: string): Promise<void> {
  const isOver = child.exitCode !== null || child.signalCode !== null;
  const over = isOver ? undefined : once(child, "exit");
  // It doesn't exist after a lab ended by itself.
  if (child.connected) {
    child.disconnect();
  }
  await over;
  await untilGone(directory);
}
