import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";

const root = join(import.meta.dirname, "../..");
/** The imports and declarations that the documents' fragments use. */
const around = `
import * as k8s from "@pulumi/kubernetes";
import {
  AdmissionPolicies,
  type ClusterRef,
  type NetworkRef,
  type TenantArgs,
  Tenants,
  WorkloadDefaults,
} from "casemate";

declare const image: string;
declare const kubeconfig: string;
declare const tenants: TenantArgs[];
`;
const sdks = ["@pulumi/aws", "@pulumi/eks", "@pulumi/kubernetes", "@pulumi/pulumi"];

describe("the packed package", function () {
  this.timeout(600_000);
  let folder: string;
  const run = (command: string, ...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, encoding: "utf8" });
    expect(status, `${command} ${args.join(" ")}\n${stdout}\n${stderr}`).to.equal(0);
    return stdout;
  };

  before(function () {
    // The download of the packages has no time-out.
    this.timeout(0);
    folder = mkdtempSync(join(tmpdir(), "casemate-consumer-"));
    execFileSync("npm", ["pack", "--silent", "--pack-destination", folder], { cwd: root });
    const [tarball] = readdirSync(folder);
    cpSync(join(import.meta.dirname, "consumer"), folder, { recursive: true });
    cpSync(join(import.meta.dirname, "tsconfig.classic.json"), join(folder, "tsconfig.classic.json"));
    const { devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const pinned = [...sdks, "typescript", "@types/node"].map((name) => `${name}@${devDependencies[name]}`);
    run("npm", "install", "--silent", "--no-audit", "--no-fund", `./${tarball}`, ...pinned);
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  it("type-checks in strict mode, declarations included, and refuses unsafe programs", () => {
    run("npx", "tsc", "-p", "tsconfig.json");
  });

  it("type-checks in Pulumi's classic commonjs template", () => {
    run("npx", "tsc", "-p", "tsconfig.classic.json");
  });

  it("type-checks the programs in the documents", () => {
    const fragments = ["components.md", "admission.md"].flatMap((page) =>
      [...readFileSync(join(root, "docs", page), "utf8").matchAll(/^```ts\n(.*?)^```$/gms)].map(
        ([, fragment]) => fragment,
      ),
    );
    expect(fragments).to.have.lengthOf.above(2);
    const files = fragments.map((_, index) => `fragment-${index}.ts`);
    for (const [index, file] of files.entries()) {
      writeFileSync(join(folder, file), around + fragments[index]);
    }
    writeFileSync(join(folder, "tsconfig.docs.json"), JSON.stringify({ extends: "./tsconfig.json", files }));
    run("npx", "tsc", "-p", "tsconfig.docs.json");
  });

  it("plans a cluster and a namespace in under 30 lines", () => {
    const program = readFileSync(join(folder, "index.ts"), "utf8");
    expect(program.split("\n").length).to.be.lessThan(30);
    const plan = JSON.parse(run("npx", "casemate", "plan", "--stack", "dev", "--json"));
    const types = plan.resources.map((resource: { type: string }) => resource.type);
    expect(types).to.include("aws:eks/cluster:Cluster");
    expect(types).to.include("casemate:workload:WorkloadNamespace");
    expect(types).to.include("kubernetes:networking.k8s.io/v1:NetworkPolicy");
    expect(plan.violations).to.deep.equal([]);
  });

  it("lists labs, and names the missing packages that a lab needs", () => {
    const env = { ...process.env, TMPDIR: folder };
    const lab = (command: string) =>
      spawnSync("npx", ["casemate", "lab", command], { cwd: folder, env, encoding: "utf8" });
    const status = lab("status");
    expect(status.stdout, status.stderr).to.equal("No lab is running. Start one: casemate lab up\n");
    const up = lab("up");
    expect(up.stderr).to.match(
      /^casemate: the lab needs [@\w/-]+, which isn't installed\. Install it: npm install /m,
    );
    expect(up.stderr).to.not.match(/^ +at /m);
    expect(up.status).to.equal(2);
  });

  it("contains no source, test or example", () => {
    const files: { path: string }[] = JSON.parse(
      execFileSync("npm", ["pack", "--dry-run", "--json", "--silent"], { cwd: root, encoding: "utf8" }),
    )[0].files;
    const strays = files
      .map(({ path }) => path)
      .filter((path) => !/^(dist|schemas)\/|^[A-Z]+(\.md)?$|^package\.json$/.test(path));
    expect(strays).to.deep.equal([]);
  });
});
