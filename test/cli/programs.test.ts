import { existsSync, readdirSync, readFileSync } from "node:fs";
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

  it("can export a function, or outputs by name", () => {
    expect(outputs({ "index.ts": "export default async () => ({ a: 1 });\n" })).to.deep.equal({ a: 1 });
    expect(
      outputs({ "index.ts": "export const a = Promise.resolve(1);\nexport const b = 2;\n" }),
    ).to.deep.equal({ a: 1, b: 2 });
  });

  it("have no plan if they exit the process themselves, even with code 0", () => {
    const exits =
      'import "@pulumi/pulumi";\nsetTimeout(() => process.exit(0), 20);\nawait new Promise((done) => setTimeout(done, 200));\n';
    for (const program of [exits, "process.exit(0);\n"]) {
      const { code, stdout, stderr } = casemate(temporaryProject({ "index.ts": program }), [
        "plan",
        "--json",
      ]);
      expect(stderr).to.include("it ended the process itself, by process.exit(0)");
      expect(stdout).to.equal("");
      expect(code).to.equal(1);
    }
  });

  it("need a region in their config if they use the default provider of AWS", () => {
    const program = (args: string) =>
      `import * as aws from "@pulumi/aws";\nconst own = new aws.Provider("own", { region: "eu-west-1" });\nnew aws.sqs.Queue("jobs", {}, ${args});\n`;
    const plan = (args: string, config = "{}") =>
      casemate(
        temporaryProject({ "index.ts": program(args), "Pulumi.dev.yaml": `config: ${config}\n` }),
        ["plan", "--json"],
        { AWS_REGION: "us-east-1" },
      );
    const refusal = plan("{}");
    expect(refusal.stderr).to.include(
      "aws:region: received nothing; allowed: a region, such as eu-central-1",
    );
    expect(refusal.code).to.equal(2);
    expect(plan("{ provider: own }").code).to.equal(0);
    expect(plan("{}", "{ 'aws:region': eu-west-1 }").code).to.equal(0);
  });

  it("have no data of Secrets in their plan, also not from lists and custom resources", () => {
    const program = `
      import * as k8s from "@pulumi/kubernetes";
      const data = { stringData: { key: "LEAK" } };
      new k8s.core.v1.Secret("secret", data);
      new k8s.core.v1.SecretList("list", { items: [data] });
      new k8s.apiextensions.CustomResource("any", { apiVersion: "v1", kind: "Secret", ...data });
      new k8s.core.v1.ConfigMap("shown", { data: { key: "SHOWN" } });
    `;
    const project = temporaryProject({ "index.ts": program });
    const { stdout } = casemate(project, ["plan", "--json"]);
    const written = readdirSync(join(project, "out"), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));
    expect([stdout, ...written].join("\n"))
      .to.include("SHOWN")
      .and.not.include("LEAK");
  });

  it("can be CommonJS TypeScript, like Pulumi's own template", () => {
    const files = {
      "Pulumi.yaml": "name: shop\nruntime: nodejs\n",
      "package.json": "{}",
      "tsconfig.json": '{ "compilerOptions": { "strict": true } }',
      "index.ts": `import * as pulumi from "@pulumi/pulumi";\nimport { one } from "./part";\nexport const stack: string = pulumi.getStack() + one;\n`,
      "part.ts": "enum Kind { One = 1 }\nexport const one: number = Kind.One;\n",
    };
    expect(outputs(files)).to.deep.equal({ stack: "dev1" });
  });

  it("can be CommonJS JavaScript", () => {
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

  it("can read the outputs of another stack of the project, by its short and its full name", () => {
    for (const name of ["base", "organization/shop/base"]) {
      expect(outputs({ "index.ts": reads(name), "Pulumi.base.yaml": "" })).to.deep.equal({ got: "vpc-1" });
    }
  });

  it("find no outputs in their own stack, which the plan takes for new", () => {
    const index = `import * as pulumi from "@pulumi/pulumi";
export default async () => {
  const { value } = await new pulumi.StackReference("dev").getOutputDetails("vpcId");
  return { got: value ?? "none" };
};
`;
    expect(outputs({ "index.ts": index })).to.deep.equal({ got: "none" });
  });

  const circle = `import * as pulumi from "@pulumi/pulumi";
const other = pulumi.getStack() === "dev" ? "base" : "dev";
export default { got: new pulumi.StackReference(other).getOutput("vpcId") };
`;
  const badReferences: readonly [title: string, files: Record<string, string>, message: string][] = [
    ["a stack without config", { "index.ts": reads("gone") }, "A plan needs its config, Pulumi.gone.yaml"],
    [
      "a stack of another project",
      { "index.ts": reads("me/other/base") },
      "A plan can't see other projects.",
    ],
    [
      "each other",
      { "index.ts": circle, "Pulumi.base.yaml": "" },
      "dev refers to base refers to dev: a circle of references can't be deployed",
    ],
  ];
  for (const [title, files, message] of badReferences) {
    it(`can't read ${title}`, () => {
      const { code, stderr } = casemate(temporaryProject(files), ["plan"]);
      expect(stderr).to.match(/^casemate: (stack base: )?stack reference: (received|dev)/);
      expect(stderr).to.include(message);
      expect(stderr).to.not.match(/^ +at /m);
      expect(code).to.equal(2);
    });
  }

  const failures: readonly [title: string, index: string, code: number, message: RegExp][] = [
    [
      "refuse their input",
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
      "have an unhandled rejection",
      'void Promise.reject(new Error("boom"));\nexport const a = 1;\n',
      1,
      /the program failed: boom/,
    ],
    ["never end", "export default () => new Promise(() => {});\n", 1, /the program never ends/],
    ["have a syntax error", "export default () => {\n", 1, /the program failed/],
  ];
  for (const [title, index, code, message] of failures) {
    it(`that ${title} cause exit code ${code}, and no file`, () => {
      const project = temporaryProject({ "index.ts": index });
      const run = casemate(project, ["plan"]);
      expect(run.stderr).to.match(message);
      expect(run.stdout).to.equal("");
      expect(run.code).to.equal(code);
      expect(existsSync(join(project, "out"))).to.equal(false);
    });
  }
});
