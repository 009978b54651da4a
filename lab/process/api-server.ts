import { generateKeyPairSync, randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { send } from "../api/http.ts";
import type { Binaries } from "../build/build.ts";
import type { CertificateAuthority, KeyPair } from "../identity/certificates.ts";
import { LabFailure } from "../lab-errors.ts";
import { type Daemon, startDaemon } from "./daemon.ts";
import { etcdSocket } from "./etcd.ts";

export interface ApiServer {
  readonly daemon: Daemon;
  readonly url: string;
}

export interface ApiServerOptions {
  readonly binaries: Binaries;
  readonly directory: string;
  /** Signs the server's certificate. */
  readonly authority: CertificateAuthority;
  /** Signs client certificates. */
  readonly clients: CertificateAuthority;
  readonly issuer: { readonly url: string; readonly audience: string };
  /** Prefix of names and groups from the issuer's tokens. */
  readonly prefix: string;
  readonly admin: KeyPair;
}

/** The audit policy is a copy of EKS's, which nobody can change. */
const auditPolicy = join(import.meta.dirname, "../eks/audit-policy.yaml");

/**
 * Writes keys and configuration into the lab's directory, and starts the server on a free port of loopback.
 *
 * @param parts receives each part that must be stopped, as soon as it runs
 */
export async function startApiServer(
  options: ApiServerOptions,
  parts: Pick<Daemon, "stop">[],
): Promise<ApiServer> {
  const files = await writeFiles(options);
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const daemon = startDaemon({
      name: "kube-apiserver",
      leash: options.binaries.leash,
      directory: options.directory,
      command: options.binaries.apiServer,
      args: flags(files, options.directory, port),
    });
    parts.push(daemon);
    const url = `https://127.0.0.1:${port}`;
    const problem = await untilReady(daemon, url, options);
    if (problem === undefined) {
      return { daemon, url };
    }
    // Another program can take the free port before the server uses it.
    if (attempt === 5 || !problem.includes("address already in use")) {
      throw new LabFailure(problem);
    }
  }
}

function flags(
  files: Record<keyof Awaited<ReturnType<typeof writeFiles>>, string>,
  directory: string,
  port: number,
) {
  return [
    `--etcd-servers=unix://${etcdSocket(directory)}`,
    "--bind-address=127.0.0.1",
    "--advertise-address=127.0.0.1",
    // A loopback address can't be an endpoint of the Service `kubernetes`.
    "--endpoint-reconciler-type=none",
    `--secure-port=${port}`,
    `--tls-cert-file=${files.servingCertificate}`,
    `--tls-private-key-file=${files.servingKey}`,
    `--client-ca-file=${files.clientAuthority}`,
    `--authentication-config=${files.authentication}`,
    "--authorization-mode=Node,RBAC",
    // EKS's plugins in addition to the defaults: EKS user guide, "platform versions", without DenyServiceExternalIPs.
    "--enable-admission-plugins=NodeRestriction,ExtendedResourceToleration",
    `--encryption-provider-config=${files.encryption}`,
    `--audit-policy-file=${auditPolicy}`,
    `--audit-log-path=${auditLog(directory)}`,
    // A test that has its answer can then read the event. Only for answers above 4 KiB, which the server's buffer
    // doesn't hold, the event can be later. A rotated file would hide the event.
    "--audit-log-mode=blocking",
    "--audit-log-maxsize=10000",
    "--service-account-issuer=https://kubernetes.default.svc",
    `--service-account-key-file=${files.serviceAccountKey}`,
    `--service-account-signing-key-file=${files.serviceAccountKey}`,
    "--service-cluster-ip-range=172.20.0.0/16",
    "--allow-privileged=true",
    "--profiling=false",
  ];
}

export function auditLog(directory: string): string {
  return join(directory, "audit.log");
}

export function serviceAccountKey(directory: string): string {
  return join(directory, "keys", "service-accounts.key");
}

async function writeFiles({ directory, authority, clients, issuer, prefix }: ApiServerOptions) {
  mkdirSync(join(directory, "keys"), { mode: 0o700 });
  const write = (name: string, content: string) => {
    const path = join(directory, "keys", name);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  };
  const serving = await authority.server("kube-apiserver");
  // EKS signs with RS256.
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return {
    servingCertificate: write("serving.crt", serving.certificate),
    servingKey: write("serving.key", serving.key),
    clientAuthority: write("clients.crt", clients.certificate),
    serviceAccountKey: write(
      "service-accounts.key",
      privateKey.export({ type: "pkcs8", format: "pem" }) as string,
    ),
    authentication: write("authentication.json", JSON.stringify(authentication(issuer, authority, prefix))),
    encryption: write("encryption.json", JSON.stringify(encryption())),
  };
}

function authentication(
  { url, audience }: ApiServerOptions["issuer"],
  authority: CertificateAuthority,
  prefix: string,
) {
  return {
    apiVersion: "apiserver.config.k8s.io/v1",
    kind: "AuthenticationConfiguration",
    jwt: [
      {
        issuer: { url, audiences: [audience], certificateAuthority: authority.certificate },
        claimMappings: { username: { claim: "sub", prefix }, groups: { claim: "groups", prefix } },
      },
    ],
    // Since 1.32, EKS lets anonymous requests reach only health checks. Others get 401 (EKS user guide, "standard
    // support versions", Kubernetes 1.32, "Anonymous authentication changes").
    anonymous: { enabled: true, conditions: [{ path: "/healthz" }, { path: "/livez" }, { path: "/readyz" }] },
  };
}

/** Since 1.28, EKS encrypts all data of the API. Without a provider `identity`, the server can't read plain data. */
function encryption() {
  const key = { name: "lab", secret: randomBytes(32).toString("base64") };
  return {
    apiVersion: "apiserver.config.k8s.io/v1",
    kind: "EncryptionConfiguration",
    resources: [{ resources: ["*.*"], providers: [{ secretbox: { keys: [key] } }] }],
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}

async function untilReady(
  daemon: Daemon,
  url: string,
  { authority, admin }: ApiServerOptions,
): Promise<string | undefined> {
  const deadline = Date.now() + 120_000;
  const target = { url, authority: authority.certificate, ...admin };
  while (Date.now() < deadline) {
    const end = await Promise.race([daemon.ended, sleep(50)]);
    if (end !== undefined) {
      return end;
    }
    // Another program on the port can accept connections and never answer.
    const status = await Promise.race([
      send(target, "GET", "/readyz").then(
        (answer) => answer.status,
        () => 0,
      ),
      daemon.ended.then(() => 0),
    ]);
    if (status === 200) {
      return undefined;
    }
  }
  return `kube-apiserver isn't ready after 120 s:\n${daemon.output()}`;
}
