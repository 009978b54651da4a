import { expect } from "chai";
import type { PlanDocument, Violation } from "../../../plan/document.ts";
import { terminalStyle } from "../../../report/text/style.ts";
import { formatViolations } from "../../../report/text/violations-section.ts";

const violation = (more: Partial<Violation>): Violation => ({
  policy: "one",
  enforcement: "mandatory",
  severity: "high",
  urn: "urn:pulumi:dev::shop::aws:eks/cluster:Cluster::prod",
  message: "bad",
  controls: [],
  ...more,
});
const empty: PlanDocument = {
  version: 1,
  project: "shop",
  stack: "dev",
  resources: [],
  violations: [],
  connectivity: [],
  halfOpen: [],
  unselectedPods: [],
  controls: [],
  access: [],
  awsRights: [],
  awsTrusts: [],
  outputs: {},
  waivers: [],
  platformSoftware: [],
  notPlanned: [],
};
const style = { ...terminalStyle(process.stdout), width: 60, bad: (text: string) => text };
const textLines = (...violations: Violation[]) =>
  formatViolations({ ...empty, violations }, style).split("\n");

describe("the violations of a plan", () => {
  it("have the description of a policy once, and each finding below it", () => {
    const description = "Holds.";
    expect(
      textLines(
        violation({ description, message: "Holds.\na: received 1; allowed: 2." }),
        violation({ description, message: "Holds.\nb: received 1; allowed: 2." }),
      ),
    ).to.deep.equal([
      "  refused one (high): prod",
      "    Holds.",
      "      a: received 1; allowed: 2.",
      "      b: received 1; allowed: 2.",
      "",
    ]);
  });

  it("have each whole message if it doesn't begin with a description", () => {
    expect(
      textLines(violation({ message: "first line\nsecond line" }), violation({ message: "other" })),
    ).to.deep.equal(["  refused one (high): prod", "    first line second line", "    other", ""]);
  });

  it("are an empty text if there are none", () => {
    expect(formatViolations(empty, style)).to.equal("");
  });
});
