import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { kubernetesMinors, newest } from "../../../lab/build/versions.ts";
import { type Lab, platform, startLab } from "../../../lab/lab.ts";
import { objectAt } from "../../../plan/json.ts";
import { auditLines } from "../support/audit-lines.ts";
import { buildKubernetesBefore } from "../support/builds.ts";
import { isOpen, leftoversOf, noLeftovers, processesOf } from "../support/leftovers.ts";

const [, older = newest] = kubernetesMinors;

describe("the lab", function () {
  this.timeout(300_000);
  buildKubernetesBefore(this, newest);
  let lab: Lab;

  before(async () => {
    lab = await startLab();
  });

  after(async () => {
    await lab.stop();
  });

  it("reports the version of a release", async () => {
    const { body } = await (await lab.as(platform)).request("GET", "/version");
    expect(objectAt(body)).to.include({
      gitVersion: lab.version,
      major: "1",
      minor: newest.split(".")[1],
      gitTreeState: "clean",
    });
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

  it("writes a refusal to the audit log before it answers", async () => {
    const developer = await lab.as({ person: "eve", groups: ["nobody"] });
    const { status } = await developer.request("GET", "/api/v1/namespaces/kube-system/secrets");
    expect(status).to.equal(403);
    const events = auditLines(lab.auditLog).map((line) => JSON.parse(line));
    const event = events.find(({ user }) => user.username === "oidc:eve");
    expect(event).to.deep.include({ verb: "list", requestURI: "/api/v1/namespaces/kube-system/secrets" });
    expect(event.responseStatus.code).to.equal(403);
  });

  it("protects its keys, its data and etcd from other users of the machine", () => {
    const open = [lab.directory, ...filesIn(lab.directory)].filter((file) => {
      // etcd and the server choose the modes of their files. The folder's mode keeps other users out.
      const mode = statSync(file).mode & 0o077;
      return mode !== 0 && (file === lab.directory || /key|crt|json|kubeconfig$/.test(file));
    });
    expect(open).to.deep.equal([]);
    expect(processesOf(lab.directory).filter((line) => /listen-\w+-urls=http/.test(line))).to.deep.equal([]);
  });

  it("has EKS's users, and the kinds of EKS's controllers", async () => {
    const controller = await lab.as({ certificate: "eks:network-policy-controller" });
    const policies = await controller.request("GET", "/apis/networking.k8s.io/v1/networkpolicies");
    const endpoints = await controller.request("GET", "/apis/networking.k8s.aws/v1alpha1/policyendpoints");
    const secrets = await controller.request("GET", "/api/v1/secrets");
    expect([policies.status, endpoints.status, secrets.status]).to.deep.equal([200, 200, 403]);
  });

  describe("of two versions", function () {
    buildKubernetesBefore(this, older);

    it("runs next to another lab, separate in everything, and ends without the other", async () => {
      const other = await startLab({ kubernetes: older });
      const urls = [other.url, other.issuer.url];
      try {
        expect(other.version).to.match(new RegExp(`^v${older}\\.`));
        const owner = await other.as(platform);
        const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "only-there" } };
        expect((await owner.request("POST", "/api/v1/namespaces", namespace)).status).to.equal(201);
        const here = await lab.as(platform);
        expect((await here.request("GET", "/api/v1/namespaces/only-there")).status).to.equal(404);
        // A token of one lab is invalid in the other.
        const foreign = await lab.as({
          token: await other.issuer.mint({ sub: "platform-admin", groups: ["platform"] }),
        });
        expect((await foreign.request("GET", "/api/v1/namespaces")).status).to.equal(401);
      } finally {
        await other.stop();
      }
      expect(await leftoversOf(other.directory, urls)).to.deep.equal(noLeftovers);
      expect(await isOpen(lab.url)).to.equal(true);
      expect((await (await lab.as(platform)).request("GET", "/readyz")).status).to.equal(200);
    });
  });
});

function filesIn(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
