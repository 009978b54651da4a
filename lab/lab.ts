import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Caller, Connection, type Coordinates } from "./api/connection.ts";
import { type Binaries, build } from "./build/build.ts";
import { type KubernetesMinor, newest } from "./build/versions.ts";
import { seed, seedObjects, untilRunning } from "./eks/seed.ts";
import { CertificateAuthority } from "./identity/certificates.ts";
import type { Identity } from "./identity/identity.ts";
import { type Issuer, startIssuer } from "./identity/issuer.ts";
import { LabError, LabFailure } from "./lab-errors.ts";
import { temporaryFolder } from "./places.ts";
import { auditLog, startApiServer } from "./process/api-server.ts";
import { startControllerManager } from "./process/controller-manager.ts";
import { type Daemon, makeDirectory } from "./process/daemon.ts";
import { etcdSocket, startEtcd, untilListening } from "./process/etcd.ts";

export type { Caller } from "./api/connection.ts";
export type { KubernetesMinor } from "./build/versions.ts";
export { type Identity, platform } from "./identity/identity.ts";
export type { Issuer } from "./identity/issuer.ts";

export interface LabOptions {
  /** @default - the newest */
  readonly kubernetes?: KubernetesMinor;
  /** Part of the directory's name. @default - a random name */
  readonly name?: string;
  /** The lab's directory. It must be new, and is deleted with the lab. @default - one in TMPDIR or /var/tmp */
  readonly directory?: string;
  /** Prefix of users' names and groups. @default "oidc:" */
  readonly groupsPrefix?: string;
  readonly onProgress?: (line: string) => void;
}

/** A running control plane on loopback. */
export interface Lab {
  /** URL of the API server. */
  readonly url: string;
  /** PEM of the authority that signs the server's certificate. */
  readonly authority: string;
  readonly directory: string;
  readonly kubernetes: KubernetesMinor;
  /** The patch version, for example `v1.36.3`. */
  readonly version: string;
  /** Path of the audit log: one JSON object a line, written before the server sends the answer. */
  readonly auditLog: string;
  readonly issuer: Issuer;
  /** Address and credentials of the lab, for another process of the same user. */
  readonly coordinates: Coordinates;
  /** Settles with the reason when a part of the lab ends. */
  readonly ended: Promise<string>;
  as(identity: Identity): Promise<Caller>;
  /** A kubeconfig in YAML, with a real token or certificate inside. */
  kubeconfig(identity: Identity, context?: { name?: string; namespace?: string }): Promise<string>;
  /** Ends all programs and removes the directory. */
  stop(): Promise<void>;
}

/**
 * Starts etcd, kube-apiserver, kube-controller-manager and an OIDC issuer, configured like EKS, and waits until they
 * are ready. The first start of a version builds it, which takes minutes. There is no scheduler and no kubelet. The
 * server admits or refuses pods like EKS, and then they stay pending.
 *
 * Everything ends with {@link Lab.stop}, or with this process, also if it is killed.
 *
 * @throws LabError if Go is missing or too old, LabFailure if a part doesn't start
 * @example
 * const lab = await startLab();
 * const developer = await lab.as({ person: "dana", groups: ["payments-dev"] });
 * const { status } = await developer.request("GET", "/api/v1/namespaces/payments/pods");
 * await lab.stop();
 */
export async function startLab(options: LabOptions = {}): Promise<Lab> {
  const { kubernetes = newest, groupsPrefix = "oidc:", onProgress = () => {} } = options;
  const binaries = await build(kubernetes, onProgress);
  const directory = options.directory ?? newDirectory(options.name);
  assertFitsSockets(directory);
  const parts: Pick<Daemon, "stop">[] = [await makeDirectory(binaries.leash, directory)];
  const stop = async () => {
    await Promise.all(parts.map((part) => part.stop()));
  };
  onProgress(`Starting Kubernetes ${binaries.version}`);
  try {
    return { ...(await start({ kubernetes, directory, prefix: groupsPrefix, binaries, parts })), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The longest path of a socket, in bytes: 108 on Linux, 104 elsewhere, with the final zero. */
function assertFitsSockets(directory: string): void {
  const length = Buffer.byteLength(etcdSocket(directory));
  if (length > 100) {
    throw new LabError(
      `the lab's directory is ${length - 100} bytes too long for the sockets in it: ${directory}. ` +
        "TMPDIR says where it goes.",
    );
  }
}

interface Start {
  readonly kubernetes: KubernetesMinor;
  readonly directory: string;
  readonly prefix: string;
  readonly binaries: Binaries;
  /** Receives each part that must be stopped, as soon as it runs. */
  readonly parts: Pick<Daemon, "stop">[];
}

async function start({ kubernetes, directory, prefix, binaries, parts }: Start): Promise<Omit<Lab, "stop">> {
  const [authority, clients] = await Promise.all([
    CertificateAuthority.create("casemate-lab"),
    CertificateAuthority.create("casemate-lab-clients"),
  ]);
  const issuer = await startIssuer(authority);
  parts.push(issuer);
  const etcd = startEtcd(binaries, directory);
  parts.push(etcd);
  const [admin, controllers, objects] = await Promise.all([
    clients.client("casemate-lab", ["system:masters"]),
    clients.client("system:kube-controller-manager"),
    seedObjects(prefix),
    untilListening(etcd, directory),
  ]);
  const { daemon: apiServer, url } = await whileTheyRun(
    [etcd],
    startApiServer({ binaries, directory, authority, clients, issuer, prefix, admin }, parts),
  );
  const pem = authority.certificate;
  const manager = startControllerManager({ binaries, directory, url, authority: pem, identity: controllers });
  parts.push(manager);
  const coordinates = { url, authority: pem, issuer: issuer.client, admin };
  const connection = new Connection(coordinates, (name, groups) => clients.client(name, groups));
  const daemons = [etcd, apiServer, manager];
  await whileTheyRun(
    daemons,
    seed(connection, objects).then(() => untilRunning(connection, manager)),
  );
  return {
    url,
    authority: pem,
    directory,
    kubernetes,
    version: binaries.version,
    auditLog: auditLog(directory),
    issuer,
    coordinates,
    ended: endOf(daemons),
    as: (identity) => connection.as(identity),
    kubeconfig: (identity, context) => connection.kubeconfig(identity, context),
  };
}

/** The reason of the first part that ends. The others then only report its absence. */
async function whileTheyRun<T>(daemons: readonly Daemon[], work: Promise<T>): Promise<T> {
  const end = endOf(daemons);
  // A request to an ended part can fail before its end is noticed.
  await Promise.race([work.catch(() => sleep(500)), end]);
  const reason = await Promise.race([end, undefined]);
  if (reason !== undefined) {
    throw new LabFailure(reason);
  }
  return await work;
}

async function endOf(daemons: readonly Daemon[]): Promise<string> {
  return await Promise.race(daemons.map(({ ended }) => ended));
}

function newDirectory(name = randomBytes(4).toString("hex")): string {
  return join(temporaryFolder(), `casemate-lab-${name}`);
}
