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
  /** Certificate of `system:kube-controller-manager`. */
  readonly identity: KeyPair;
}

/**
 * Starts the controller manager: service accounts, namespace deletion, garbage collection, quota, workload
 * controllers. Without scheduler and kubelets, pods stay pending. Admission decides before that.
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
      // Like on EKS: each controller has its own rights and its own name, which admission can see.
      "--use-service-account-credentials",
      `--service-account-private-key-file=${serviceAccountKey(directory)}`,
      `--root-ca-file=${root}`,
      "--leader-elect=false",
      // No port: its work shows its health.
      "--secure-port=0",
      // A pod that is deleted before the controller sees it stays in the count until this time. The default is 5 min.
      "--resource-quota-sync-period=20s",
      // With the default of 20 requests a second, a suite waits long for the deletion of namespaces.
      "--kube-api-qps=200",
      "--kube-api-burst=400",
    ],
  });
}
