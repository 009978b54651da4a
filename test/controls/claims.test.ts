import { expect } from "chai";
import * as library from "../../components/index.ts";
import { isRequirement } from "../../controls/ids.ts";
import { type Server, servers } from "../../docs/generate/served-by.ts";
import { controlProblems } from "./known-controls.ts";

describe("what serves requirements and controls", () => {
  let claims: Server[];

  before(async () => {
    // `test/lab/attempts.data.test.ts` checks the attempts.
    claims = (await servers()).filter(({ kind }) => kind !== "attempts");
  });

  it("names ids that exist, each once, with at least one requirement", () => {
    const problems = claims.flatMap(({ kind, name, controls }) =>
      controlProblems(controls).map((problem) => `${kind} ${name}: ${problem}`),
    );
    expect(problems).to.deep.equal([]);
  });

  it("includes every class of the library except the error", () => {
    const classes = Object.entries(library).flatMap(([name, value]) =>
      typeof value === "function" && /^class /.test(Function.prototype.toString.call(value)) ? [name] : [],
    );
    const components = claims.filter(({ kind }) => kind === "component").map(({ name }) => name);
    expect(components).to.have.members(classes.filter((name) => name !== "InputError"));
  });

  it("names at least one control of a framework", () => {
    const without = claims.filter(({ controls }) => controls.every(isRequirement));
    expect(without.map(({ kind, name }) => `${kind} ${name}`)).to.deep.equal([]);
  });

  it("is reported if it names an id that the catalogue doesn't have", () => {
    const unknown = { framework: "CIS Amazon EKS Benchmark", id: "none" } as never;
    expect(controlProblems([unknown])).to.deep.equal(["unknown: CIS EKS none", "no requirement"]);
  });
});
