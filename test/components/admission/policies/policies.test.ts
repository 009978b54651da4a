import { expect } from "chai";
import { specOf } from "../../../../components/admission/cel/admission-policy.ts";
import { withinBounds } from "../../../../components/admission/cel/bounds.ts";
import { admissionPolicies } from "../../../../components/admission/policies/index.ts";
import { systemNamespaces } from "../../../../components/contract/exempt-namespaces.ts";

describe("the admission policies", () => {
  const exempt = [...systemNamespaces, { name: "istio-system", reason: "for the test" }];
  const policies = admissionPolicies(exempt).map((policy) => ({
    ...policy,
    spec: specOf(policy, ["registry.example.com"]),
  }));

  it("have unique names", () => {
    const names = policies.map(({ name }) => name);
    expect(names.filter((name) => !/^casemate-[a-z-]+$/.test(name))).to.deep.equal([]);
    expect(new Set(names)).to.have.lengthOf(names.length);
  });

  it("leave out the exempt namespaces, except for cluster-scoped kinds and namespaces that they name", () => {
    const judgesAll = policies.filter(({ spec }) =>
      exempt.some(
        ({ name }) =>
          !(spec.matchConstraints.namespaceSelector?.matchExpressions ?? []).some(
            (each) => each.operator === "NotIn" && each.values.includes(name),
          ),
      ),
    );
    expect(judgesAll.map(({ name }) => name)).to.deep.equal([
      "casemate-marked-kube-system",
      "casemate-node-class",
    ]);
  });

  it("check only NetworkPolicies in kube-system, where a broken policy could stop the cluster", () => {
    const inKubeSystem = policies.filter(({ spec }) =>
      spec.matchConstraints.namespaceSelector?.matchExpressions.some(({ operator }) => operator === "In"),
    );
    expect(
      inKubeSystem.flatMap(({ spec }) =>
        spec.matchConstraints.resourceRules.flatMap((rule) => rule.resources),
      ),
    ).to.deep.equal(["networkpolicies"]);
  });

  it("check the size of lists before they loop over them", () => {
    const loops = policies.filter(({ spec }) =>
      /[.](all|exists|exists_one|filter|map)[(]/.test(JSON.stringify(spec)),
    );
    const unbounded = loops.filter(({ spec }) => spec.validations[0]?.expression !== withinBounds.expression);
    expect(unbounded.map(({ name }) => name)).to.deep.equal([
      // Lines of the Namespace's annotations, which the platform writes.
      "casemate-volume-claims",
      // Has its own, lower bounds.
      "casemate-exposure",
      // Only for requests of the control plane itself.
      "casemate-marked",
      "casemate-marked-kube-system",
      "casemate-network-policies",
      // Lines of the Namespace's annotations again.
      "casemate-operated-accounts",
      "casemate-workload-labels",
      "casemate-platform-writers",
    ]);
  });
});
