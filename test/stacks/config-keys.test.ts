import { expect } from "chai";
import { InputError } from "../../components/index.ts";
import { configSchema, layerSchemas } from "../../stacks/config-schema.ts";
import { configProblems } from "../../stacks/misplaced-fields.ts";
import { misspeltKeyProblems } from "../../stacks/misspelt-keys.ts";
import { config, runProgram, tenantFiles } from "./program.ts";

const day = "2026-11-21";
const problems = (values: Record<string, unknown>) =>
  configProblems(values, layerSchemas(day), configSchema(day));
const platform = { ...config, layer: "platform", tenants: undefined };

describe("a field of another layer", () => {
  it("is a problem that says where it belongs", () => {
    const [problem] = problems({ layer: "platform", cidr: "10.64.0.0/16" }).filter(
      ({ path }) => path === "cidr",
    );
    expect(problem).to.deep.equal({
      path: "cidr",
      received: "10.64.0.0/16",
      allowed: "a field of the layer platform",
      fix: "It belongs here to network.cidr, or to a stack of the layer network.",
    });
  });

  const places: [layer: string, field: string, fix: string][] = [
    ["network", "kubernetesVersion", "It belongs to a stack of the layer all or platform."],
    ["network", "admins", "It belongs to a stack of the layer all or platform."],
    ["platform", "tenants", "It belongs to a stack of the layer all or tenants."],
    ["tenants", "people", "It belongs to a stack of the layer all or platform."],
    ["network", "egres", 'Did you mean "egress"?'],
    ["tenants", "nonsense", "Its fields are layer, platform, tenants, lifecycle."],
  ];
  for (const [layer, field, fix] of places) {
    it(`is ${field} in the layer ${layer}`, () => {
      const found = problems({ layer, [field]: "x" }).find(({ path }) => path === field);
      expect(found?.fix).to.equal(fix);
      expect(found?.allowed).to.equal(`a field of the layer ${layer}`);
    });
  }

  it("hides no other problem, and a config without problems has none", () => {
    const paths = problems({ layer: "network", name: "net", cidr: "x", admins: [] }).map(({ path }) => path);
    expect(paths).to.deep.equal(["cidr", "admins"]);
    expect(problems({ layer: "network", name: "net", cidr: "10.64.0.0/16" })).to.deep.equal([]);
  });

  it("reaches the user together with all other problems", async () => {
    const error: unknown = await runProgram(
      { ...platform, cidr: "10.64.0.0/16", egress: "none" },
      tenantFiles,
    ).catch((reason) => reason);
    expect(error).to.be.instanceOf(InputError);
    expect((error as InputError).problems.map(({ path }) => path)).to.include.members([
      "project:cidr",
      "project:egress",
    ]);
  });

  it("isn't guessed without a layer", () => {
    expect(problems({ layer: "cluster", cidr: "x" }).map(({ path }) => path)).to.deep.equal(["layer"]);
    expect(problems({ layer: "toString" }).map(({ path }) => path)).to.deep.equal(["layer"]);
  });
});

describe("a misspelt namespace of a key", () => {
  const keys = (...list: string[]) =>
    misspeltKeyProblems(list, "casemate").map(({ path, fix }) => [path, fix]);

  it("is a problem with the key that was meant", () => {
    expect(keys("casmate:people", "casemates:network", "Casemate:admins", "caesmate:layer")).to.deep.equal([
      ["casmate:people", 'Did you mean "casemate:people"?'],
      ["casemates:network", 'Did you mean "casemate:network"?'],
      ["Casemate:admins", 'Did you mean "casemate:admins"?'],
      ["caesmate:layer", 'Did you mean "casemate:layer"?'],
    ]);
  });

  it("isn't a provider's, or one that is far from the project's", () => {
    expect(
      keys("casemate:people", "aws:region", "kubernetes:namespace", "pulumi:tags", "shop:people"),
    ).to.deep.equal([]);
    expect(misspeltKeyProblems(["aws:region", "eks:x"], "awe")).to.deep.equal([]);
  });
});
