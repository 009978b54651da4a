import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect } from "chai";
import { type ApplyOptions, applyObjects } from "../../lab/apply.ts";
import { build } from "../../lab/build.ts";
import { ObjectError } from "../../lab/errors.ts";
import { type Identity, type Lab, platform, startLab } from "../../lab/lab.ts";
import type { ObjectAddress } from "../../lab/object-address.ts";
import { objectAt } from "../../plan/json.ts";
import { isOpen, processesOf, tracesOf } from "./traces.ts";

const none = { processes: [], ports: [], files: [] };
const review = {
  apiVersion: "authentication.k8s.io/v1",
  kind: "SelfSubjectReview",
};

describe("the lab", function () {
  this.timeout(1_200_000);
  let lab: Lab;

  before(async () => {
    lab = await startLab();
  });

  after(async () => {
    await lab.stop();
  });

  async function whoIs(identity: Identity): Promise<{ status: number; username: unknown; groups: unknown }> {
    const caller = await lab.as(identity);
    const path = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
    const { status, body } = await caller.request("POST", path, review);
    const { username, groups } = objectAt(objectAt(objectAt(body)["status"])["userInfo"]);
    return { status, username, groups };
  }

  it("says its version as a released one does", async () => {
    const { body } = await (await lab.as(platform)).request("GET", "/version");
    expect(objectAt(body)).to.include({
      gitVersion: lab.version,
      major: "1",
      minor: "36",
      gitTreeState: "clean",
    });
  });

  it("knows people by their issuer's tokens, with the prefix of the cluster", async () => {
    expect(await whoIs({ person: "dana", groups: ["payments-dev", "audit"] })).to.deep.equal({
      status: 201,
      username: "oidc:dana",
      groups: ["oidc:payments-dev", "oidc:audit", "system:authenticated"],
    });
  });

  it("knows service accounts by tokens that it gave out itself", async () => {
    expect(await whoIs({ serviceAccount: "default", namespace: "default" })).to.deep.equal({
      status: 201,
      username: "system:serviceaccount:default:default",
      groups: ["system:serviceaccounts", "system:serviceaccounts:default", "system:authenticated"],
    });
  });

  it("knows EKS's own users and nodes by certificates", async () => {
    const identity = { certificate: "system:node:ip-10-0-0-1", groups: ["system:nodes"] };
    expect(await whoIs(identity)).to.deep.equal({
      status: 201,
      username: "system:node:ip-10-0-0-1",
      groups: ["system:nodes", "system:authenticated"],
    });
  });

  it("lets nobody turn a prefix into a system's name", async () => {
    const { groups } = await whoIs({ person: "mallory", groups: ["system:masters"] });
    expect(groups).to.deep.equal(["oidc:system:masters", "system:authenticated"]);
  });

  const claims = { sub: "mallory", groups: ["platform"] };
  const tokens: readonly [title: string, status: number, token: () => Promise<string>][] = [
    ["accepts a good token of the issuer", 201, () => lab.issuer.mint(claims)],
    ["refuses an expired token", 401, () => lab.issuer.mint(claims, { expiresIn: -60 })],
    ["refuses a token for another audience", 401, () => lab.issuer.mint(claims, { audience: "other" })],
    [
      "refuses a token of another issuer",
      401,
      () => lab.issuer.mint(claims, { issuer: "https://127.0.0.1:1" }),
    ],
    [
      "refuses a token signed with another key of the same id",
      401,
      () => lab.issuer.mint(claims, { key: "other" }),
    ],
    ["refuses an unsigned token", 401, () => lab.issuer.mint(claims, { alg: "none" })],
    ["refuses what is no token", 401, async () => "mallory"],
  ];
  for (const [title, status, token] of tokens) {
    it(title, async () => {
      expect((await whoIs({ token: await token() })).status).to.equal(status);
    });
  }

  it("refuses a token of the issuer whose payload was changed", async () => {
    const [head, payload = "", signature] = (await lab.issuer.mint({ sub: "mallory" })).split(".");
    const forged = { ...JSON.parse(Buffer.from(payload, "base64url").toString()), groups: ["platform"] };
    const token = [head, Buffer.from(JSON.stringify(forged)).toString("base64url"), signature].join(".");
    expect((await whoIs({ token })).status).to.equal(401);
  });

  it("shows anonymous callers health, and nothing else", async () => {
    const anonymous = await lab.as("anonymous");
    const statuses: Record<string, number> = {};
    for (const path of [
      "/livez",
      "/readyz",
      "/healthz",
      "/version",
      "/api",
      "/openapi/v2",
      "/livez/etcd",
      "/metrics",
    ]) {
      statuses[path] = (await anonymous.request("GET", path)).status;
    }
    expect(statuses).to.deep.equal({
      "/livez": 200,
      "/readyz": 200,
      "/healthz": 200,
      "/version": 401,
      "/api": 401,
      "/openapi/v2": 401,
      "/livez/etcd": 401,
      "/metrics": 401,
    });
  });

  it("gives nobody a person's token without the secret of its client", async () => {
    const form =
      "grant_type=urn:casemate:lab:person&sub=mallory&groups=[%22platform%22]&client_id=casemate-lab";
    for (const suffix of ["", "&client_secret=guess"]) {
      const { send } = await import("../../lab/http.ts");
      const target = { url: lab.issuer.url, authority: lab.authority };
      const type = { "content-type": "application/x-www-form-urlencoded" };
      const { status, body } = await send(target, "POST", "/token", form + suffix, type);
      expect(status).to.be.within(400, 401);
      expect(JSON.stringify(body)).to.not.include("id_token");
    }
  });

  it("keeps what is in the API encrypted at rest", async () => {
    const owner = await lab.as(platform);
    const text = "plaintext-that-must-not-be-on-disk";
    for (const [kind, path, data] of [
      ["Secret", "secrets", { stringData: { text } }],
      ["ConfigMap", "configmaps", { data: { text } }],
    ] as const) {
      const object = { apiVersion: "v1", kind, metadata: { name: "at-rest" }, ...data };
      const { status } = await owner.request("POST", `/api/v1/namespaces/default/${path}`, object);
      expect(status).to.equal(201);
    }
    const stored = filesIn(join(lab.directory, "etcd")).map((file) => readFileSync(file));
    const holds = (needle: string) => stored.some((bytes) => bytes.includes(needle));
    expect(holds("/registry/secrets/default/at-rest")).to.equal(true);
    expect(holds("k8s:enc:secretbox:v1:lab:")).to.equal(true);
    expect(holds(text)).to.equal(false);
    expect(holds(Buffer.from(text).toString("base64"))).to.equal(false);
  });

  it("writes who was refused what, before the answer goes out", async () => {
    const developer = await lab.as({ person: "eve", groups: ["nobody"] });
    const { status } = await developer.request("GET", "/api/v1/namespaces/kube-system/secrets");
    expect(status).to.equal(403);
    const events = readFileSync(lab.auditLog, "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    const event = events.find(({ user }) => user.username === "oidc:eve");
    expect(event).to.deep.include({ verb: "list", requestURI: "/api/v1/namespaces/kube-system/secrets" });
    expect(event.responseStatus.code).to.equal(403);
  });

  it("lets no other user of the machine at its keys, its data and etcd", () => {
    const open = [lab.directory, ...filesIn(lab.directory)].filter((file) => {
      // Inside, etcd and the server choose modes of their own; the folder keeps others out.
      const mode = statSync(file).mode & 0o077;
      return mode !== 0 && (file === lab.directory || /key|crt|json|kubeconfig$/.test(file));
    });
    expect(open).to.deep.equal([]);
    expect(processesOf(lab.directory).filter((line) => /listen-\w+-urls=http/.test(line))).to.deep.equal([]);
  });

  it("has EKS's own users, and the kinds that its controllers bring", async () => {
    const controller = await lab.as({ certificate: "eks:network-policy-controller" });
    const policies = await controller.request("GET", "/apis/networking.k8s.io/v1/networkpolicies");
    const endpoints = await controller.request("GET", "/apis/networking.k8s.aws/v1alpha1/policyendpoints");
    const secrets = await controller.request("GET", "/api/v1/secrets");
    expect([policies.status, endpoints.status, secrets.status]).to.deep.equal([200, 200, 403]);
  });

  describe("applying", () => {
    const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "applied" } };
    const quota = {
      apiVersion: "v1",
      kind: "ResourceQuota",
      metadata: { name: "quota", namespace: "applied" },
      spec: { hard: { pods: "3" } },
    };
    const definition = {
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: "boats.example.com" },
      spec: {
        group: "example.com",
        names: { kind: "Boat", plural: "boats" },
        scope: "Namespaced",
        versions: [
          { name: "v1", served: true, storage: true, schema: { openAPIV3Schema: { type: "object" } } },
        ],
      },
    };
    const boat = {
      apiVersion: "example.com/v1",
      kind: "Boat",
      metadata: { name: "one", namespace: "applied" },
    };

    async function results(objects: readonly ObjectAddress[], options?: ApplyOptions): Promise<string[]> {
      const applied = await applyObjects(await lab.kubeconfig(platform), objects, options);
      return applied.map(({ object, result }) => `${object.kind} ${result}`);
    }

    async function refusal(objects: readonly ObjectAddress[]): Promise<unknown> {
      return await results(objects).catch((error) => error);
    }

    it("puts in order what is given in none, and again changes nothing", async () => {
      const objects = [boat, quota, namespace, definition];
      expect(await results(objects)).to.deep.equal([
        "CustomResourceDefinition created",
        "Namespace created",
        "ResourceQuota created",
        "Boat created",
      ]);
      expect(new Set((await results(objects)).map((line) => line.split(" ")[1]))).to.deep.equal(
        new Set(["unchanged"]),
      );
    });

    it("changes what differs, and nothing on a dry run", async () => {
      const more = { ...quota, spec: { hard: { pods: "4" } } };
      expect(await results([more], { dryRun: true })).to.deep.equal(["ResourceQuota configured"]);
      expect(await results([quota])).to.deep.equal(["ResourceQuota unchanged"]);
      expect(await results([more])).to.deep.equal(["ResourceQuota configured"]);
    });

    it("refuses fields that the kind doesn't have", async () => {
      const error = await refusal([{ ...namespace, spce: {} } as ObjectAddress]);
      expect(error).to.be.instanceOf(ObjectError);
      expect(error)
        .to.have.property("message")
        .that.matches(/^Namespace applied: .*\.spce: field not declared/);
    });

    it("doesn't take over what somebody else has set", async () => {
      await results([{ ...quota, spec: { hard: { pods: "5" } } } as ObjectAddress], {
        fieldManager: "x",
        force: true,
      });
      expect(await refusal([quota]))
        .to.be.instanceOf(ObjectError)
        .and.include({ status: 409 });
    });
  });

  it("runs beside another of the older version, apart in everything, and ends alone", async () => {
    const other = await startLab({ kubernetes: "1.35" });
    const urls = [other.url, other.issuer.url];
    try {
      expect(other.version).to.match(/^v1\.35\./);
      const owner = await other.as(platform);
      const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "only-there" } };
      expect((await owner.request("POST", "/api/v1/namespaces", namespace)).status).to.equal(201);
      const here = await lab.as(platform);
      expect((await here.request("GET", "/api/v1/namespaces/only-there")).status).to.equal(404);
      // A token of one lab is nothing in the other.
      const foreign = await lab.as({
        token: await other.issuer.mint({ sub: "platform-admin", groups: ["platform"] }),
      });
      expect((await foreign.request("GET", "/api/v1/namespaces")).status).to.equal(401);
    } finally {
      await other.stop();
    }
    expect(await tracesOf(other.directory, urls)).to.deep.equal(none);
    expect(await isOpen(lab.url)).to.equal(true);
    expect((await (await lab.as(platform)).request("GET", "/readyz")).status).to.equal(200);
  });
});

describe("the end of a lab", function () {
  this.timeout(300_000);
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(realpathSync(tmpdir()), "lab-test-"));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  interface Host {
    readonly child: ChildProcess;
    /** Waits for a line that starts so. */
    said(start: string): Promise<string>;
  }

  function host(directory: string, how = ""): Host {
    const script = join(import.meta.dirname, "host.ts");
    const child = spawn(process.execPath, [script, directory, how], { stdio: ["ignore", "pipe", "ignore"] });
    const lines: string[] = [];
    const reader = createInterface({ input: child.stdout }).on("line", (line) => lines.push(line));
    const said = async (start: string) => {
      for (;;) {
        const found = lines.find((line) => line.startsWith(start));
        if (found !== undefined) {
          return found;
        }
        await new Promise((resolve) => reader.once("line", resolve).once("close", resolve));
        if (child.exitCode !== null) {
          throw new Error(`the host ended with ${child.exitCode}`);
        }
      }
    };
    return { child, said };
  }

  const ends: readonly [title: string, how: string, kill: (child: ChildProcess) => void][] = [
    ["SIGKILL", "", (child) => child.kill("SIGKILL")],
    ["SIGTERM", "", (child) => child.kill("SIGTERM")],
    ["SIGINT", "", (child) => child.kill("SIGINT")],
    ["an error that nobody catches", "throw", () => {}],
  ];
  for (const [title, how, kill] of ends) {
    it(`leaves nothing when its process ends by ${title}`, async () => {
      const directory = join(folder, "lab");
      const { child, said } = host(directory, how);
      const urls = (await said("ready")).split(" ").slice(1);
      if (how === "") {
        expect(processesOf(directory).length).to.be.at.least(6);
      }
      kill(child);
      expect(await tracesOf(directory, urls)).to.deep.equal(none);
    });
  }

  for (const pause of [0, 300, 1000, 2500]) {
    it(`leaves nothing when its process is killed ${pause} ms after the start`, async () => {
      const directory = join(folder, "lab");
      const { child, said } = host(directory);
      await said("Starting");
      await new Promise((resolve) => setTimeout(resolve, pause));
      child.kill("SIGKILL");
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(await tracesOf(directory)).to.deep.equal(none);
    });
  }

  it("leaves no half-built programs when a build is killed", async () => {
    const cache = join(folder, "cache");
    const program = `import { build } from ${JSON.stringify(join(import.meta.dirname, "..", "..", "lab", "build.ts"))};
      await build("1.36", (line) => console.log(line));`;
    const child = spawn(process.execPath, ["--input-type=module-typescript", "--eval", program], {
      env: { ...process.env, XDG_CACHE_HOME: cache },
      stdio: ["ignore", "pipe", "inherit"],
    });
    await new Promise((resolve) => child.stdout.once("data", resolve));
    const drafts = readdirSync(join(cache, "casemate", "lab")).filter((name) => name.startsWith(".draft-"));
    expect(drafts).to.have.length(1);
    child.kill("SIGKILL");
    const draft = join(cache, "casemate", "lab", drafts[0] ?? "");
    expect(await tracesOf(draft)).to.deep.equal(none);
    expect(readdirSync(join(cache, "casemate", "lab")).map((name) => name.split("-")[0])).to.deep.equal([
      "leash",
    ]);
  });

  it("takes from the cache what two commands have built at once", async () => {
    const [one, two] = await Promise.all([build("1.36", () => {}), build("1.36", () => {})]);
    expect(one).to.deep.equal(two);
  });
});

function filesIn(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
