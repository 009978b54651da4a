import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { PlanDocument } from "../../plan/document.ts";
import { removeTemporaryProjects, temporaryProject } from "../plan/temporary-project.ts";
import { casemate } from "./run.ts";

const outputs = (files: Record<string, string>, ...args: string[]) => {
  const run = casemate(temporaryProject(files), ["plan", "--json", ...args]);
  return run.code === 0 ? (JSON.parse(run.stdout) as PlanDocument).outputs : run;
};
const reads = (name: string, output = "vpc") => `
  import * as pulumi from "@pulumi/pulumi";
  export default () => pulumi.getStack() === "base" || pulumi.getStack() === "other"
    ? { vpc: "vpc-1" }
    : { got: new pulumi.StackReference("${name}").requireOutput("${output}") };
`;

describe("programs that casemate plans", function () {
  this.timeout(60_000);
  after(removeTemporaryProjects);

  it("export a function, or outputs by name", () => {
    expect(outputs({ "index.ts": "export default async () => ({ a: 1 });\n" })).to.deep.equal({ a: 1 });
    expect(
      outputs({ "index.ts": "export const a = Promise.resolve(1);\nexport const b = 2;\n" }),
    ).to.deep.equal({ a: 1, b: 2 });
  });

  it("are CommonJS TypeScript, as Pulumi's own template writes it", () => {
    const files = {
      "Pulumi.yaml": "name: shop\nruntime: nodejs\n",
      "package.json": "{}",
      "tsconfig.json": '{ "compilerOptions": { "strict": true } }',
      "index.ts": `import * as pulumi from "@pulumi/pulumi";\nimport { one } from "./part";\nexport const stack: string = pulumi.getStack() + one;\n`,
      "part.ts": "enum Kind { One = 1 }\nexport const one: number = Kind.One;\n",
    };
    expect(outputs(files)).to.deep.equal({ stack: "dev1" });
  });

  it("are CommonJS JavaScript", () => {
    const files = {
      "Pulumi.yaml": "name: shop\nruntime: nodejs\n",
      "package.json": "{}",
      "index.js": "exports.a = 1;\n",
    };
    expect(outputs(files)).to.deep.equal({ a: 1 });
  });

  it("run in their own folder", () => {
    const index =
      'import { readFileSync } from "node:fs";\nexport const text = readFileSync("data.txt", "utf8");\n';
    expect(outputs({ "index.ts": index, "data.txt": "here" })).to.deep.equal({ text: "here" });
  });

  it("read the outputs of a stack beside them, by either of its names", () => {
    for (const name of ["base", "organization/shop/base"]) {
      expect(outputs({ "index.ts": reads(name), "Pulumi.base.yaml": "" })).to.deep.equal({ got: "vpc-1" });
    }
  });

  const refused: readonly [title: string, files: Record<string, string>, message: string][] = [
    [
      "a stack that has no config",
      { "index.ts": reads("gone") },
      "A plan needs its config, Pulumi.gone.yaml",
    ],
    [
      "a stack of another project",
      { "index.ts": reads("me/other/base") },
      "A plan can't see other projects.",
    ],
    ["themselves", { "index.ts": reads("dev") }, "dev refers to dev: a circle can't be deployed"],
  ];
  for (const [title, files, message] of refused) {
    it(`can't read ${title}`, () => {
      const { code, stderr } = casemate(temporaryProject(files), ["plan"]);
      expect(stderr).to.match(/^casemate: stack reference: received|^casemate: stack reference: dev/);
      expect(stderr).to.include(message);
      expect(stderr).to.not.match(/^ +at /m);
      expect(code).to.equal(2);
    });
  }

  const failing: readonly [title: string, index: string, code: number, message: RegExp][] = [
    [
      "find fault with their input",
      'import { RunError } from "@pulumi/pulumi";\nexport default () => { throw new RunError("config: size: received 7"); };\n',
      2,
      /^casemate: config: size: received 7\n$/,
    ],
    [
      "miss a config value",
      'import * as pulumi from "@pulumi/pulumi";\nexport const a = new pulumi.Config().require("size");\n',
      2,
      /^casemate: Missing required configuration variable 'shop:size'/,
    ],
    [
      "crash",
      'export default () => { throw new Error("boom"); };\n',
      1,
      /^casemate: the program failed: boom\n +at .*index\.ts:1/,
    ],
    [
      "fail where nobody waits",
      'void Promise.reject(new Error("boom"));\nexport const a = 1;\n',
      1,
      /the program failed: boom/,
    ],
    ["never end", "export default () => new Promise(() => {});\n", 1, /the program never ends/],
    ["can't be read", "export default () => {\n", 1, /the program failed/],
  ];
  for (const [title, index, code, message] of failing) {
    it(`that ${title} end it with ${code}, and nothing is written`, () => {
      const project = temporaryProject({ "index.ts": index });
      const run = casemate(project, ["plan"]);
      expect(run.stderr).to.match(message);
      expect(run.stdout).to.equal("");
      expect(run.code).to.equal(code);
      expect(existsSync(join(project, "out"))).to.equal(false);
    });
  }
});
