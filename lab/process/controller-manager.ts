import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { kubeconfig } from "../api/client-kubeconfig.ts";
import type { Binaries } from "../build/build.ts";
import type { KeyPair } from "../identity/certificates.ts";
import { serviceAccountKey } from "./api-server.ts";
import { type Daemon, startDaemon } from "./daemon.ts";

export interface ControllerManagerOptions {
  readonly binaries: Binaries;
  readonly directory: string;
  readonly url: string;
  /** PEM of the authority that signs the API server's certificate. */
  readonly authority: string;
  /** Of `system:kube-controller-manager`. */
  readonly identity: KeyPair;
}

/**
 * Starts the controller manager: service accounts, namespace deletion, garbage collection, quota, workload
 * controllers. Without scheduler and kubelets, pods stay pending; whether one may exist is decided before that.
 */
export function startControllerManager({
  binaries,
  directory,
  url,
  authority,
  identity,
}: ControllerManagerOptions): Daemon {
  const config = join(directory, "keys", "controller-manager.kubeconfig");
  writeFileSync(config, kubeconfig({ url, authority, ...identity }), { mode: 0o600 });
  const root = join(directory, "keys", "authority.crt");
  writeFileSync(root, authority, { mode: 0o600 });
  return startDaemon({
    name: "kube-controller-manager",
    leash: binaries.leash,
    directory,
    command: binaries.controllerManager,
    args: [
      `--kubeconfig=${config}`,
      // As on EKS: each controller has rights of its own, and a name that admission can tell from others.
      "--use-service-account-credentials",
      `--service-account-private-key-file=${serviceAccountKey(directory)}`,
      `--root-ca-file=${root}`,
      "--leader-elect=false",
      // Serves nothing: health shows in what it does.
      "--secure-port=0",
      // A pod that is gone before the controller sees it counted stays counted until then. The default is 5 min.
      "--resource-quota-sync-period=20s",
      // The default of 20 requests a second makes a suite wait for namespaces to go.
      "--kube-api-qps=200",
      "--kube-api-burst=400",
    ],
  });
}
