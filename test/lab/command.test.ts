import { type ChildProcess, spawn } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  statSync,
  utimesSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect } from "chai";
import { casemate, type Run } from "../cli/run.ts";
import { removeTemporaryProjects, temporaryProject } from "../plan/temporary-project.ts";
import { processesOf, tracesOf } from "./traces.ts";

const none = { processes: [], ports: [], files: [] };
const script = resolve(import.meta.dirname, "..", "..", "cli", "casemate.ts");

/** Two tenants, as small as they can be; STACK_TENANTS says which. */
const program = `import * as k8s from "@pulumi/kubernetes";
import { Config } from "@pulumi/pulumi";
const labels = { "app.kubernetes.io/managed-by": "casemate" };
for (const tenant of new Config().requireObject("names")) {
  const namespace = new k8s.core.v1.Namespace(tenant, { metadata: { name: tenant, labels } });
  const metadata = (name) => ({ name, namespace: namespace.metadata.name, labels });
  new k8s.core.v1.ServiceAccountPatch(tenant, { metadata: metadata("default"), automountServiceAccountToken: false });
  new k8s.core.v1.ServiceAccount(tenant + "-api", { metadata: metadata("api") });
  new k8s.core.v1.ResourceQuota(tenant, { metadata: metadata("quota"), spec: { hard: { pods: "3" } } });
  new k8s.networking.v1.NetworkPolicy(tenant, {
    metadata: metadata("default-deny"),
    spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
  });
  new k8s.rbac.v1.RoleBinding(tenant, {
    metadata: metadata("shop:viewer"),
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "view" },
    subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "oidc:" + tenant + "-readers" }],
  });
}
new k8s.scheduling.v1.PriorityClass("tenants", { metadata: { name: "tenants", labels }, value: 10 });
`;

function projectOf(...names: string[]): string {
  return temporaryProject({
    "index.ts": program,
    "Pulumi.dev.yaml": `config:\n  shop:names: ${JSON.stringify(names)}\n`,
  });
}

describe("casemate lab", function () {
  this.timeout(1_200_000);
  let runtime: string;

  beforeEach(() => {
    runtime = mkdtempSync(join(realpathSync(tmpdir()), "lab-runtime-"));
  });

  afterEach(() => {
    for (const name of ["default", "second"]) {
      lab("/", "down", "--name", name);
    }
    rmSync(runtime, { recursive: true, force: true });
    removeTemporaryProjects();
  });

  function lab(cwd: string, ...args: string[]): Run {
    return casemate(cwd, ["lab", ...args], { XDG_RUNTIME_DIR: runtime });
  }

  function labDirectory(name = "default"): string {
    return join(runtime, `casemate-lab-${process.getuid?.()}`, name);
  }

  it("goes up, lets people in, follows the stack, and goes down", async () => {
    const project = projectOf("carts", "payments");
    const up = lab(project, "up");
    expect(up.stderr).to.include("Starting Kubernetes v1.36.");
    expect(up.stdout).to.match(
      /^Lab default: Kubernetes v1\.36\.\d+ at https:\/\/127\.0\.0\.1:\d+, process \d+$/m,
    );
    expect(up.stdout).to.include("namespaces carts, payments");
    expect(up.stdout).to.include("13 objects applied");
    expect(up.stdout).to.include("casemate lab shell --as carts:view");
    expect(up.code).to.equal(0);

    expect(lab("/", "status").stdout).to.include("stack shop/dev; namespaces carts, payments");

    const kubeconfig = lab("/", "shell", "--as", "payments:view").stdout.trim();
    expect(statSync(kubeconfig).mode & 0o077).to.equal(0);
    expect(lab("/", "shell", "--as", "payments:view", "--print").stdout.trim()).to.equal(kubeconfig);
    const inside = lab("/", "shell", "--as", "payments:view", "--", "sh", "-c", 'echo "$KUBECONFIG"; exit 7');
    expect(inside).to.deep.equal({ code: 7, stdout: `${kubeconfig}\n`, stderr: "" });
    expect(lab("/", "shell", "--as", "payments:workload/api", "--", "true").code).to.equal(0);
    expect(lab("/", "shell", "--as", "platform", "--", "no-such-command").code).to.equal(2);

    const again = lab(project, "up");
    expect(again.stdout).to.include("13 objects applied (13 unchanged)\n");

    const fewer = lab(projectOf("carts"), "up");
    expect(fewer.stdout).to.include("7 objects applied (7 unchanged), 1 object deleted");
    expect(fewer.stdout).to.include("namespaces carts\n");
    expect(lab("/", "shell", "--as", "payments:view").stderr).to.include(
      "allowed namespaces of the lab default: carts",
    );

    const url = /https:\S+(?=,)/.exec(up.stdout)?.[0] ?? "";
    expect(lab("/", "down")).to.deep.equal({ code: 0, stdout: "The lab default is gone.\n", stderr: "" });
    expect(await tracesOf(labDirectory(), [url], 0)).to.deep.equal(none);
    expect(lab("/", "status").stdout).to.equal("No lab is running. Start one: casemate lab up\n");
  });

  it("runs two labs side by side, of two versions", () => {
    const project = projectOf("carts");
    expect(lab(project, "up").code).to.equal(0);
    const second = lab(project, "up", "--name", "second", "--kubernetes", "1.35");
    expect(second.stdout).to.include("Lab second: Kubernetes v1.35.");
    expect(second.stdout).to.include("casemate lab down --name second");
    expect(lab("/", "status").stdout.match(/^Lab \w+/gm)).to.deep.equal(["Lab default", "Lab second"]);
    const other = lab(project, "up", "--kubernetes", "1.35");
    expect(other.stderr).to.include(
      "received 1.35; the lab default runs 1.36. Take it down first: casemate lab down",
    );
    expect(other.code).to.equal(2);
    expect(lab("/", "down").code).to.equal(0);
    expect(lab("/", "status").stdout.match(/^Lab \w+/gm)).to.deep.equal(["Lab second"]);
  });

  it("puts a stack on top of another, and keeps both apart", () => {
    const base = projectOf("carts");
    expect(lab(base, "up").code).to.equal(0);
    const source = `import * as k8s from "@pulumi/kubernetes";
import { Config } from "@pulumi/pulumi";
const labels = { "app.kubernetes.io/managed-by": "casemate" };
for (const name of new Config().requireObject("names")) {
  new k8s.core.v1.ConfigMap(name, { metadata: { name, namespace: "carts", labels } });
}\n`;
    const top = (...names: string[]) =>
      temporaryProject({
        "Pulumi.yaml":
          "name: top\nmain: index.ts\nruntime: { name: nodejs, options: { typescript: false } }\n",
        "index.ts": source,
        "Pulumi.dev.yaml": `config:\n  top:names: ${JSON.stringify(names)}\n`,
      });
    expect(lab(top("one", "two"), "up").stdout).to.include("2 objects applied (2 created)\n");
    expect(lab("/", "status").stdout).to.include("stack shop/dev, top/dev; namespaces carts\n");
    expect(lab(top("one"), "up").stdout).to.include("1 object applied (1 unchanged), 1 object deleted\n");
    expect(lab(base, "up").stdout).to.include("7 objects applied (7 unchanged)\n");
  });

  it("leaves nothing of a lab whose first objects were refused, and says which", async () => {
    const refused = temporaryProject({
      "index.ts": `import * as k8s from "@pulumi/kubernetes";
new k8s.core.v1.Namespace("a", { metadata: { name: "a" } });
new k8s.core.v1.ConfigMap("b", { metadata: { name: "b", namespace: "missing" } });\n`,
    });
    const { code, stderr } = lab(refused, "up");
    expect(stderr).to.include('casemate: ConfigMap missing/b: namespaces "missing" not found\n');
    expect(code).to.equal(1);
    expect(await tracesOf(labDirectory())).to.deep.equal(none);
  });

  it("leaves nothing when it is interrupted while it starts", async () => {
    for (const word of ["Starting", "Applying"]) {
      const child = start(projectOf("carts"));
      await said(child, word);
      child.kill("SIGINT");
      expect(await exitOf(child)).to.equal(130);
      expect(await tracesOf(labDirectory())).to.deep.equal(none);
    }
  });

  const killed: readonly [title: string, pid: (up: Run) => number][] = [
    ["the process that owns it", ({ stdout }) => Number(/process (\d+)/.exec(stdout)?.[1])],
    [
      "one of its programs",
      () => Number.parseInt(processesOf(labDirectory()).find((line) => /leash.*etcd/.test(line)) ?? "", 10),
    ],
  ];
  for (const [title, pid] of killed) {
    it(`leaves nothing when ${title} is killed`, async () => {
      const up = lab(projectOf("carts"), "up");
      process.kill(pid(up), "SIGKILL");
      const url = /https:\S+(?=,)/.exec(up.stdout)?.[0] ?? "";
      expect(await tracesOf(labDirectory(), [url])).to.deep.equal(none);
      expect(lab("/", "status").stdout).to.include("No lab is running");
    });
  }

  it("clears what a machine that went down has left", () => {
    mkdirSync(labDirectory(), { recursive: true, mode: 0o700 });
    chmodSync(join(labDirectory(), ".."), 0o700);
    const long = new Date(Date.now() - 3_600_000);
    utimesSync(labDirectory(), long, long);
    expect(lab("/", "status").stdout).to.include("No lab is running");
    expect(existsSync(labDirectory())).to.equal(false);
  });

  it("waits for no lab that another command is starting", () => {
    mkdirSync(labDirectory(), { recursive: true, mode: 0o700 });
    chmodSync(join(labDirectory(), ".."), 0o700);
    const { code, stderr } = lab(projectOf("carts"), "up");
    expect(stderr).to.include("the lab default is being started by another command");
    expect(code).to.equal(2);
  });

  function start(cwd: string): ChildProcess {
    return spawn(process.execPath, [script, "lab", "up"], {
      cwd,
      env: { ...process.env, XDG_RUNTIME_DIR: runtime },
      stdio: ["ignore", "ignore", "pipe"],
    });
  }
});

async function said(child: ChildProcess, word: string): Promise<void> {
  let text = "";
  for await (const chunk of child.stderr ?? []) {
    text += chunk;
    if (text.includes(word)) {
      return;
    }
  }
  throw new Error(`it never said ${word}: ${text}`);
}

async function exitOf(child: ChildProcess): Promise<number | null> {
  return child.exitCode ?? (await new Promise((resolve) => child.once("exit", resolve)));
}
