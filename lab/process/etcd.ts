import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Binaries } from "../build/build.ts";
import { LabFailure } from "../lab-errors.ts";
import { type Daemon, startDaemon } from "./daemon.ts";

/**
 * Starts etcd on a socket in the lab's directory, which only its user may enter. So other users of the machine can't
 * connect. Kubernetes' integration tests do the same (test/integration/framework/etcd.go).
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
      // etcd requires a host and a port here, but no client uses them.
      "--advertise-client-urls=http://127.0.0.1:0",
      `--listen-peer-urls=unix://${join(directory, "peer.sock")}`,
      "--log-level=warn",
      // A lab's data needs no protection against a power failure.
      "--unsafe-no-fsync",
    ],
  });
}

export async function untilListening(daemon: Daemon, directory: string): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!existsSync(etcdSocket(directory))) {
    const end = await Promise.race([daemon.ended, sleep(20)]);
    if (end !== undefined || Date.now() > deadline) {
      throw new LabFailure(end ?? `etcd isn't ready after 30 s:\n${daemon.output()}`);
    }
  }
}

export function etcdSocket(directory: string): string {
  return join(directory, "etcd.sock");
}
