import { join } from "node:path";
import { expect } from "chai";
import { UsageError } from "../../../plan/errors.ts";
import { misspeltKeys } from "../../../plan/project/misspelt-config-keys.ts";
import { readProject } from "../../../plan/project/project.ts";
import {
  chooseStack,
  readStackConfig,
  stackNames,
  toStackConfig,
} from "../../../plan/project/stack-config.ts";
import { removeTemporaryProjects, temporaryProject } from "../temporary-project.ts";

const yaml = (main: string) => `name: shop\nmain: ${main}\nruntime: nodejs\n`;

describe("a project", () => {
  after(removeTemporaryProjects);

  it("is found from its subfolders", () => {
    const directory = temporaryProject({ "index.ts": "", "deep/er/file": "" });
    expect(readProject(join(directory, "deep", "er")).directory).to.equal(directory);
  });

  const mains: readonly [title: string, files: Record<string, string>, main: string][] = [
    ["Pulumi.yaml's main", { "Pulumi.yaml": yaml("src/program.ts"), "src/program.ts": "" }, "src/program.ts"],
    ["the index file of main's folder", { "Pulumi.yaml": yaml("src"), "src/index.mjs": "" }, "src/index.mjs"],
    [
      "package.json's main",
      { "Pulumi.yaml": "name: shop\nruntime: nodejs\n", "package.json": '{ "main": "a.js" }', "a.js": "" },
      "a.js",
    ],
    ["index.ts", { "Pulumi.yaml": "name: shop\nruntime: nodejs\n", "index.ts": "" }, "index.ts"],
  ];
  for (const [title, files, main] of mains) {
    it(`runs ${title}`, () => {
      const directory = temporaryProject(files);
      expect(readProject(directory).main).to.equal(join(directory, main));
    });
  }

  const broken: readonly [title: string, content: string, message: string][] = [
    ["no name", "runtime: nodejs\n", "name: received nothing"],
    ["another runtime", "name: shop\nruntime: python\n", 'runtime: received "python"; allowed: "nodejs"'],
    ["a missing main", yaml("gone.ts"), "main: received gone.ts"],
    ["a list", "- name\n", "allowed: a map of fields"],
    ["a file that isn't YAML", "name: [\n", "at line 2"],
  ];
  for (const [title, content, message] of broken) {
    it(`is refused with ${title}`, () => {
      const directory = temporaryProject({ "Pulumi.yaml": content });
      expect(() => readProject(directory)).to.throw(UsageError, message);
    });
  }

  it("is refused if no folder has one", () => {
    expect(() => readProject("/")).to.throw(UsageError, "no Pulumi.yaml in /");
  });
});

describe("a stack", () => {
  after(removeTemporaryProjects);
  const project = (files: Record<string, string>) =>
    readProject(temporaryProject({ "index.ts": "", ...files }));

  it("is the given one, otherwise `dev`, otherwise the only one", () => {
    const two = project({ "Pulumi.prod.yaml": "" });
    expect(stackNames(two)).to.deep.equal(["dev", "prod"]);
    expect(chooseStack(two, "prod")).to.equal("prod");
    expect(chooseStack(two, undefined)).to.equal("dev");
  });

  it("is refused if it has no file, with the names of the stacks that have one", () => {
    expect(() => chooseStack(project({}), "test")).to.throw(
      UsageError,
      '--stack: received "test"; allowed: a stack of shop (dev)',
    );
  });

  it("has the project's config too, which its own config overrides", () => {
    const values = readStackConfig(
      project({
        "Pulumi.yaml": `${yaml("index.ts")}config:\n  size: { default: small }\n  team: { value: pay }\n  aws:region: eu-west-1\n`,
        "Pulumi.dev.yaml": "config:\n  shop:team: web\n",
      }),
      "dev",
    ).values;
    expect(values).to.deep.equal({ "shop:size": "small", "shop:team": "web", "aws:region": "eu-west-1" });
  });

  it("is refused if the namespace of a key is a misspelt project", () => {
    const keys = (name: string, ...list: string[]) =>
      misspeltKeys(list, name).map(({ key, meant }) => `${key} -> ${meant}`);
    expect(keys("casemate", "casmate:people", "CASEMATE:x", "casemate:x", "y", "aws:region")).to.deep.equal([
      "casmate:people -> casemate:people",
      "CASEMATE:x -> casemate:x",
    ]);
    expect(keys("app", "api:x")).to.deep.equal([]);
    const files = {
      "Pulumi.yaml": "name: warehouse\nruntime: nodejs\nmain: index.ts\n",
      "Pulumi.dev.yaml": "config:\n  warehuose:size: 3\n  warehouze:team: web\n",
    };
    expect(() => readStackConfig(project(files), "dev"))
      .to.throw(UsageError, 'Did you mean "warehouse:size"?')
      .with.property("message")
      .that.includes('Did you mean "warehouse:team"?');
  });

  it("is refused if its config isn't a map", () => {
    expect(() => readStackConfig(project({ "Pulumi.dev.yaml": "config: [a]\n" }), "dev")).to.throw(
      UsageError,
      'config: received ["a"]',
    );
  });
});

describe("toStackConfig", () => {
  it("gives every value in Pulumi's form: text unchanged, other types as JSON", () => {
    const config = { count: 3, on: true, name: "x", "aws:tags": { a: ["b"] }, none: null };
    expect(toStackConfig("shop", config).values).to.deep.equal({
      "shop:count": "3",
      "shop:on": "true",
      "shop:name": "x",
      "aws:tags": '{"a":["b"]}',
    });
  });

  it("replaces encrypted values, and lists their keys", () => {
    const config = {
      key: { secure: "v1:x" },
      deep: { list: [{ secure: "v1:y" }] },
      plain: { secure: "v1:z", other: 1 },
    };
    expect(toStackConfig("shop", config)).to.deep.equal({
      values: {
        "shop:key": "[secret]",
        "shop:deep": '{"list":["[secret]"]}',
        "shop:plain": '{"secure":"v1:z","other":1}',
      },
      secretKeys: ["shop:key", "shop:deep"],
    });
  });
});
