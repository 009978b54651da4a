import { expect } from "chai";
import { specOf } from "../../../../components/admission/cel/admission-policy.ts";
import { nodeClassPolicy } from "../../../../components/admission/policies/node-class.ts";
import { nodeClassLabel, nodeClassTaint } from "../../../../components/contract/classes.ts";

describe("the guard of nodes' classes", () => {
  it("also checks labels that a write to a node's status changes", () => {
    expect(specOf(nodeClassPolicy, []).matchConstraints.resourceRules[0]?.resources).to.deep.equal([
      "nodes",
      "nodes/status",
    ]);
  });

  it("compares the class's label and taint before and after", () => {
    const [label, taint] = specOf(nodeClassPolicy, []).validations.map(({ expression }) =>
      expression.split(" == "),
    );
    for (const [sides, key] of [
      [label, nodeClassLabel],
      [taint, nodeClassTaint],
    ] as const) {
      expect(sides?.join(" ")).to.contain(key);
    }
    const [after, beforeClass] = label ?? [];
    expect(after?.replace("object.", "oldObject.")).to.equal(beforeClass);
  });
});
