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
    const { validations, variables = [] } = specOf(nodeClassPolicy, []);
    const sides = validations
      .slice(1)
      .map(({ expression }) =>
        expression
          .split(" == ")
          .map((side) => variables.find(({ name }) => side === `variables.${name}`)?.expression ?? side),
      );
    for (const [index, key] of [nodeClassLabel, nodeClassTaint].entries()) {
      const [after, before] = sides[index] ?? [];
      expect(after).to.contain(key);
      expect(after?.replace("object.", "oldObject.")).to.equal(before);
    }
  });
});
