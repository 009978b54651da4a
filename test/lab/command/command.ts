import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { casemate, type Run } from "../../cli/run.ts";
import { removeTemporaryProjects, temporaryProject } from "../../plan/temporary-project.ts";

const script = resolve(import.meta.dirname, "..", "..", "..", "cli", "casemate.ts");

/** A program with minimal tenants. The config `names` lists them. */
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

export function projectOf(...names: string[]): string {
  return temporaryProject({
    "index.ts": program,
    "Pulumi.dev.yaml": `config:\n  shop:names: ${JSON.stringify(names)}\n`,
  });
}

/** A project with a stack of ConfigMaps. */
export function configMaps(project: string, namespace: string, ...names: string[]): string {
  return temporaryProject({
    "Pulumi.yaml": `name: ${project}\nmain: index.ts\nruntime: { name: nodejs, options: { typescript: false } }\n`,
    "index.ts": `import * as k8s from "@pulumi/kubernetes";
import { Config } from "@pulumi/pulumi";
for (const name of new Config().requireObject("names")) {
  new k8s.core.v1.ConfigMap(name, { metadata: { name, namespace: "${namespace}" } });
}\n`,
    "Pulumi.dev.yaml": `config:\n  ${project}:names: ${JSON.stringify(names)}\n`,
  });
}

/** The command line, with its own folder for labs. */
export class CommandLine {
  readonly folder = mkdtempSync(join(realpathSync(tmpdir()), "lab-command-"));

  run(cwd: string, ...args: string[]): Run {
    return casemate(cwd, ["lab", ...args], { TMPDIR: this.folder });
  }

  start(cwd: string, ...args: string[]): Started {
    return new Started(
      spawn(process.execPath, [script, "lab", ...args], {
        cwd,
        env: { ...process.env, TMPDIR: this.folder },
        stdio: ["ignore", "pipe", "pipe"],
      }),
    );
  }

  labDirectory(name = "default"): string {
    return join(this.folder, `casemate-lab-${process.getuid?.()}`, name);
  }

  /** Ends all labs. */
  clear(): void {
    for (const name of ["default", "second"]) {
      this.run("/", "down", "--name", name);
    }
    rmSync(this.folder, { recursive: true, force: true });
    removeTemporaryProjects();
  }
}

/** A running command. */
export class Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Run>;
  #stdout = "";
  #stderr = "";

  constructor(child: ChildProcess) {
    this.child = child;
    child.stdout?.on("data", (chunk) => {
      this.#stdout += chunk;
    });
    child.stderr?.on("data", (chunk) => {
      this.#stderr += chunk;
    });
    this.ended = new Promise((resolve) =>
      child.once("close", (code) => resolve({ code, stdout: this.#stdout, stderr: this.#stderr })),
    );
  }

  /** Waits until the output contains a word. */
  async waitFor(word: string): Promise<void> {
    while (!this.#stdout.includes(word) && !this.#stderr.includes(word)) {
      const more = new Promise<undefined>((resolve) => {
        this.child.stdout?.once("data", () => resolve(undefined));
        this.child.stderr?.once("data", () => resolve(undefined));
      });
      const end = await Promise.race([more, this.ended]);
      if (end !== undefined) {
        throw new Error(`the output never contained ${word}: ${end.stdout}${end.stderr}`);
      }
    }
  }
}
