import { expect } from "chai";
import { createNodeGuard, nodeGuardSpec } from "../../components/cluster/node-guard.ts";
import { nodeClassLabel, nodeClassTaint } from "../../components/compliance/classes.ts";
import { deploy } from "../harness.ts";

describe("the guard of nodes' classes", () => {
  it("fails closed, and denies", async () => {
    const deployment = await deploy(() => createNodeGuard("prod", {}));
    const policy = deployment.one("kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy");
    const binding = deployment.one(
      "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicyBinding",
    );
    expect(policy.inputs["spec"].failurePolicy).to.equal("Fail");
    expect(binding.inputs["spec"]).to.deep.equal({
      policyName: policy.inputs["metadata"].name,
      validationActions: ["Deny", "Audit"],
    });
    expect(binding.dependencies).to.deep.equal([policy.urn]);
  });

  it("sees labels changed through a node's status as well", () => {
    expect(nodeGuardSpec.matchConstraints.resourceRules[0].resources).to.deep.equal([
      "nodes",
      "nodes/status",
    ]);
  });

  it("compares the class's label and taint before and after", () => {
    const [label, taint] = nodeGuardSpec.validations.map(({ expression }) => expression.split(" == "));
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
