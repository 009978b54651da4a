import { type ChildProcess, spawn } from "node:child_process";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { atExit } from "./at-exit.ts";

/** A real Kubernetes API server on loopback, with its etcd and its controllers: no nodes, so no pod ever runs. */
export interface ApiServer {
  readonly url: string;
  /** The certificate authority, as base64 of PEM. */
  readonly authority: string;
  /** A bearer token of the group `system:masters`. */
  readonly adminToken: string;
  /** A bearer token of a user without rights. */
  readonly strangerToken: string;
  /** A kubeconfig for the admin. */
  readonly kubeconfig: string;
  /** What the admin wrote so far, in order, by the server's audit log. */
  writes(): Write[];
  stop(): Promise<void>;
}

/** One request that changed something. */
export interface Write {
  readonly verb: string;
  /** As `networkpolicies`. */
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
  /** When it ended, in milliseconds. */
  readonly at: number;
}

/** Starts one, with all it writes in `directory`. It is stopped when this process exits, if not before. */
export async function startApiServer(directory: string): Promise<ApiServer> {
  mkdirSync(join(directory, "etcd"), { recursive: true, mode: 0o700 });
  const [etcdPort, peerPort, port] = await freePorts(3);
  const [adminToken, strangerToken, controllersToken] = [newToken(), newToken(), newToken()];
  const users = [
    `${adminToken},admin,admin,"system:masters"`,
    `${strangerToken},stranger,stranger`,
    `${controllersToken},controllers,controllers,"system:masters"`,
  ];
  writeFileSync(join(directory, "tokens.csv"), `${users.join("\n")}\n`, { mode: 0o600 });
  writeFileSync(join(directory, "audit-policy.json"), JSON.stringify(auditPolicy));
  const key = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  writeFileSync(join(directory, "accounts.pub"), key.publicKey);
  writeFileSync(join(directory, "accounts.key"), key.privateKey, { mode: 0o600 });

  const children: ChildProcess[] = [];
  const start = (command: string, args: string[]) => {
    const log = openSync(join(directory, `${command}.log`), "a");
    const child = spawn(command, args, { stdio: ["ignore", log, log] });
    children.push(child);
    child.once(
      "exit",
      atExit(() => child.kill("SIGKILL")),
    );
  };
  const stop = async () => {
    const running = children.filter((child) => child.exitCode === null && child.signalCode === null);
    for (const child of running) {
      child.kill("SIGKILL");
    }
    await Promise.all(running.map((child) => new Promise((resolve) => child.once("exit", resolve))));
  };

  const etcdUrl = `http://127.0.0.1:${etcdPort}`;
  const peerUrl = `http://127.0.0.1:${peerPort}`;
  start("etcd", [
    ...["--name", "test", "--data-dir", join(directory, "etcd"), "--unsafe-no-fsync", "--log-level", "warn"],
    ...["--listen-client-urls", etcdUrl, "--advertise-client-urls", etcdUrl],
    ...["--listen-peer-urls", peerUrl, "--initial-advertise-peer-urls", peerUrl],
    ...["--initial-cluster", `test=${peerUrl}`],
  ]);
  start("kube-apiserver", [
    ...["--etcd-servers", etcdUrl, "--bind-address", "127.0.0.1", "--secure-port", String(port)],
    // Without a certificate it makes one for its own address, and the authority that signed it.
    ...["--cert-dir", join(directory, "certificates"), "--advertise-address", "127.0.0.1"],
    ...["--endpoint-reconciler-type", "none", "--token-auth-file", join(directory, "tokens.csv")],
    ...["--authorization-mode", "RBAC", "--service-cluster-ip-range", "172.20.0.0/16"],
    ...["--service-account-issuer", "https://kubernetes.default.svc"],
    ...["--service-account-key-file", join(directory, "accounts.pub")],
    ...["--service-account-signing-key-file", join(directory, "accounts.key")],
    ...[
      "--audit-policy-file",
      join(directory, "audit-policy.json"),
      "--audit-log-path",
      join(directory, "audit.log"),
    ],
    ...["--audit-log-mode", "blocking"],
  ]);
  const url = `https://127.0.0.1:${port}`;
  const certificate = join(directory, "certificates", "apiserver.crt");
  try {
    await untilReady(url, certificate, adminToken, children);
    const authority = readFileSync(certificate).toString("base64");
    const kubeconfigs = { admin: adminToken, controllers: controllersToken };
    for (const [user, token] of Object.entries(kubeconfigs)) {
      const text = JSON.stringify(toKubeconfig(url, authority, token));
      writeFileSync(join(directory, `${user}.kubeconfig`), text, { mode: 0o600 });
    }
    start("kube-controller-manager", [
      ...[
        "--kubeconfig",
        join(directory, "controllers.kubeconfig"),
        "--leader-elect=false",
        "--secure-port",
        "0",
      ],
      ...[
        "--service-account-private-key-file",
        join(directory, "accounts.key"),
        "--root-ca-file",
        certificate,
      ],
    ]);
    return {
      url,
      authority,
      adminToken,
      strangerToken,
      kubeconfig: join(directory, "admin.kubeconfig"),
      writes: () => readWrites(join(directory, "audit.log")),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function untilReady(
  url: string,
  certificate: string,
  token: string,
  children: ChildProcess[],
): Promise<void> {
  const { Agent, get } = await import("node:https");
  const isReady = () =>
    new Promise<boolean>((resolve) => {
      try {
        const agent = new Agent({ ca: readFileSync(certificate) });
        const request = get(
          `${url}/readyz`,
          { agent, headers: { authorization: `Bearer ${token}` } },
          (response) => {
            response.resume();
            resolve(response.statusCode === 200);
          },
        );
        request.on("error", () => resolve(false));
      } catch {
        resolve(false);
      }
    });
  for (const deadline = Date.now() + 120_000; Date.now() < deadline; await sleep(250)) {
    const dead = children.find((child) => child.exitCode !== null);
    if (dead !== undefined) {
      throw new Error(`${dead.spawnfile} ended with ${dead.exitCode}; its log is in the suite's directory`);
    }
    if (await isReady()) {
      return;
    }
  }
  throw new Error("kube-apiserver wasn't ready after 120 s");
}

function toKubeconfig(server: string, authority: string, token: string) {
  return {
    apiVersion: "v1",
    kind: "Config",
    "current-context": "test",
    clusters: [{ name: "test", cluster: { server, "certificate-authority-data": authority } }],
    users: [{ name: "admin", user: { token } }],
    contexts: [{ name: "test", context: { cluster: "test", user: "admin" } }],
  };
}

/** Every write of the admin, that is of Pulumi: the controllers have a user of their own. */
const auditPolicy = {
  apiVersion: "audit.k8s.io/v1",
  kind: "Policy",
  omitStages: ["RequestReceived"],
  rules: [
    {
      level: "Metadata",
      users: ["admin", "stranger"],
      verbs: ["create", "update", "patch", "delete", "deletecollection"],
    },
    { level: "None" },
  ],
};

function readWrites(file: string): Write[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line))
    .filter(({ responseStatus }) => responseStatus.code < 400)
    .map(({ verb, objectRef: { resource, namespace = "", name = "" }, stageTimestamp }) => ({
      verb,
      resource,
      namespace,
      name,
      at: Date.parse(stageTimestamp),
    }));
}

function newToken(): string {
  return randomBytes(16).toString("hex");
}

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
