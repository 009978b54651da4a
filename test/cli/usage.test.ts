import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { removeTemporaryProjects, temporaryProject } from "../plan/temporary-project.ts";
import { casemate } from "./run.ts";

const index = "export default () => {};\n";

describe("casemate", function () {
  this.timeout(60_000);
  after(removeTemporaryProjects);

  const badInputs: readonly [
    title: string,
    files: Record<string, string>,
    args: string[],
    message: string,
  ][] = [
    ["an unknown option", {}, ["plan", "--stak", "dev"], "casemate: unknown option '--stak'"],
    ["an unknown command", {}, ["plon"], "casemate: unknown command 'plon'"],
    ["one argument too many", {}, ["plan", "dev"], "casemate: too many arguments"],
    ["an option without its value", {}, ["plan", "--out"], "casemate: option '--out <dir>' argument missing"],
    ["manifests without --out", {}, ["manifests"], "casemate: required option '--out <dir>' not specified"],
    [
      "a stack without a config file",
      {},
      ["plan", "--stack", "test"],
      'casemate: --stack: received "test"; allowed: a stack of shop (dev)',
    ],
    ["a config that isn't YAML", { "Pulumi.dev.yaml": "config: [\n" }, ["plan"], "Pulumi.dev.yaml: "],
    [
      "a folder that isn't a policy pack",
      {},
      ["plan", "--policy-pack", "."],
      "casemate: --policy-pack: received ",
    ],
    [
      "a folder with other files in it",
      { "mine/file": "" },
      ["manifests", "--out", "mine"],
      "which holds file; allowed: a new or empty folder",
    ],
    [
      "a folder that casemate wrote, with one more file in it",
      { "mine/.casemate": "a.yaml\n", "mine/a.yaml": "", "mine/b.yaml": "" },
      ["manifests", "--out", "mine"],
      "which holds b.yaml",
    ],
    ["a file as the output folder", { mine: "" }, ["plan", "--out", "mine"], "--out: received"],
    [
      "an output folder inside a file",
      { mine: "" },
      ["plan", "--out", "mine/deep"],
      "It failed with ENOTDIR",
    ],
    [
      "an output folder in which plan.json is a folder",
      { "mine/plan.json/x": "" },
      ["plan", "--out", "mine"],
      "plan.json is a folder",
    ],
    [
      "an output folder that isn't writable",
      {},
      ["plan", "--out", "/proc/casemate"],
      "It failed with ENOENT",
    ],
    ["an empty output folder", {}, ["plan", "--out", ""], 'Received ""; allowed: a path'],
    [
      "a tenants folder that doesn't exist",
      {},
      ["plan", "--tenants", "/nowhere"],
      "--tenants: received /nowhere",
    ],
    [
      "accounts that aren't a list",
      { "Pulumi.dev.yaml": "config:\n  aws:allowedAccountIds: '111122223333'\n" },
      ["plan"],
      "aws:allowedAccountIds: received 111122223333; allowed: a list of account ids",
    ],
    [
      "YAML with an unresolved alias",
      { "Pulumi.dev.yaml": "config:\n  a:b: *nope\n" },
      ["plan"],
      "Pulumi.dev.yaml: received Unresolved alias",
    ],
    [
      "an invalid package.json",
      { "Pulumi.yaml": "name: shop\nruntime: nodejs\n", "package.json": "{" },
      ["plan"],
      "package.json: received",
    ],
  ];
  for (const [title, files, args, message] of badInputs) {
    it(`refuses ${title} with exit code 2 and one sentence`, () => {
      const { code, stdout, stderr } = casemate(temporaryProject({ "index.ts": index, ...files }), args);
      expect(stderr).to.include(message);
      expect(stderr).to.not.match(/^ +at /m);
      expect(stdout).to.equal("");
      expect(code).to.equal(2);
    });
  }

  it("refuses a folder without a project", () => {
    expect(casemate("/", ["plan"])).to.deep.equal({
      code: 2,
      stdout: "",
      stderr: "casemate: no Pulumi.yaml in / or above. Run this in a Pulumi project's folder.\n",
    });
  });

  it("prints help with exit code 0", () => {
    const { code, stdout } = casemate("/", ["plan", "--help"]);
    expect(stdout).to.include("--stack <name>");
    expect(code).to.equal(0);
  });

  it("writes only manifests, and replaces those of an earlier run", () => {
    const program = `import * as k8s from "@pulumi/kubernetes";\nnew k8s.core.v1.Namespace("shop", { metadata: { name: "shop" } });\n`;
    const project = temporaryProject({ "index.ts": program });
    for (const _ of [1, 2]) {
      const { code, stdout } = casemate(project, ["manifests", "--out", "yaml"]);
      expect(stdout).to.equal("Wrote 1 object in yaml.\n");
      expect(code).to.equal(0);
    }
    expect(readdirSync(join(project, "yaml"))).to.deep.equal([".casemate", "cluster"]);
    expect(readFileSync(join(project, "yaml", "cluster", "namespace-shop.yaml"), "utf8")).to.equal(
      "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n",
    );
    expect(readdirSync(project)).to.not.include("out");
  });

  it("names the policy pack that failed", () => {
    const project = temporaryProject({
      "index.ts": index,
      "pack/PulumiPolicy.yaml": "runtime: nodejs\n",
      "pack/package.json": '{ "name": "pack", "version": "1.0.0", "type": "module", "main": "index.js" }',
      "pack/index.js": 'throw new Error("no rules today");\n',
    });
    const { code, stderr } = casemate(project, ["plan", "--policy-pack", "pack"]);
    expect(stderr).to.include(`the policy pack in ${join(project, "pack")} didn't start`);
    expect(stderr).to.include("no rules today");
    expect(code).to.equal(1);
  });

  it("uses other packs in addition to its own", () => {
    const project = temporaryProject({
      "index.ts": index,
      "pack/PulumiPolicy.yaml": "runtime: nodejs\n",
      "pack/package.json": '{ "name": "pack", "version": "1.0.0", "type": "module", "main": "index.js" }',
      "pack/index.js": `import { PolicyPack } from "@pulumi/policy";
new PolicyPack("pack", { policies: [{ name: "no-stacks", description: "No stacks.", enforcementLevel: "mandatory",
  validateStack: (args, report) => report("received " + args.resources.length + " resources") }] });\n`,
    });
    const { code, stdout } = casemate(project, ["plan", "--policy-pack", "pack"]);
    expect(stdout).to.include("refused no-stacks");
    expect(stdout).to.include("received 1 resources");
    expect(code).to.equal(1);
  });

  for (const [title, program, code] of [
    ["a plan", index, 0],
    [
      "a plan that fails",
      `import { existsSync } from "node:fs";
while (!existsSync("pack/pid")) await new Promise((resolve) => setTimeout(resolve, 50));
throw new Error("no program today");\n`,
      1,
    ],
  ] as const) {
    it(`leaves no process of a pack behind: ${title}`, () => {
      const project = temporaryProject({
        "index.ts": program,
        "pack/PulumiPolicy.yaml": "runtime: nodejs\n",
        "pack/package.json": '{ "name": "pack", "version": "1.0.0", "type": "module", "main": "index.js" }',
        // A pack that is slow to end: it finishes its work before it exits.
        "pack/index.js": `import { writeFileSync } from "node:fs";
import { PolicyPack } from "@pulumi/policy";
writeFileSync("pid", String(process.pid));
process.on("SIGTERM", () => setTimeout(() => process.exit(), 300));
new PolicyPack("pack", { policies: [] });\n`,
      });
      expect(casemate(project, ["plan", "--policy-pack", "pack"]).code).to.equal(code);
      const pid = Number(readFileSync(join(project, "pack", "pid"), "utf8"));
      expect(pid).to.be.above(1);
      expect(() => process.kill(pid, 0)).to.throw(/ESRCH/);
    });
  }
});
