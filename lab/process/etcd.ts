import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Binaries } from "../build/build.ts";
import { LabFailure } from "../lab-errors.ts";
import { type Daemon, startDaemon } from "./daemon.ts";

/**
 * Starts etcd on a socket in the lab's directory, which only its user may enter: no port that others on the
 * machine could try. Kubernetes' own integration tests run it so (test/integration/framework/etcd.go).
 */
export function startEtcd({ etcd, leash }: Binaries, directory: string): Daemon {
  return startDaemon({
    name: "etcd",
    leash,
    directory,
    command: etcd,
    args: [
      `--data-dir=${join(directory, "etcd")}`,
      `--listen-client-urls=unix://${etcdSocket(directory)}`,
      // etcd wants host and port here. Nobody reads it, so it leads nowhere.
      "--advertise-client-urls=http://127.0.0.1:0",
      `--listen-peer-urls=unix://${join(directory, "peer.sock")}`,
      "--log-level=warn",
      // Nothing of a lab is to survive a power cut.
      "--unsafe-no-fsync",
    ],
  });
}

export async function untilListening(daemon: Daemon, directory: string): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!existsSync(etcdSocket(directory))) {
    const end = await Promise.race([daemon.ended, sleep(20)]);
    if (end !== undefined || Date.now() > deadline) {
      throw new LabFailure(end ?? `etcd isn't ready after 30 s:\n${daemon.said()}`);
    }
  }
}

export function etcdSocket(directory: string): string {
  return join(directory, "etcd.sock");
}
