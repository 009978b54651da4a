import { expect } from "chai";
import { lifecycleSchema } from "../../../../components/contract/lifecycle.ts";
import { clusterNameSchema, componentNameSchema } from "../../../../components/shared/input/names.ts";
import { schemaProblems } from "../../../../components/shared/input/schema-problems.ts";

describe("names", () => {
  for (const name of ["prod", "Prod_1-a", "1", "a".repeat(100)]) {
    it(`allows a cluster name ${name.slice(0, 12)}`, () => {
      expect(schemaProblems(clusterNameSchema, name)).to.deep.equal([]);
    });
  }

  for (const name of ["", "-prod", "_prod", "pro d", "prod/1", "prød", "a".repeat(101), undefined, 7]) {
    it(`refuses the cluster name ${JSON.stringify(name)?.slice(0, 12)}`, () => {
      const problems = schemaProblems(clusterNameSchema, name);
      expect(problems).to.have.length(1);
      expect(problems[0]).to.include({ path: "", received: name });
    });
  }

  it("limits a component's name by the names that contain it", () => {
    expect(schemaProblems(componentNameSchema(40), "a".repeat(40))).to.deep.equal([]);
    expect(schemaProblems(componentNameSchema(40), "a".repeat(41))).to.have.length(1);
    expect(schemaProblems(componentNameSchema(40), "a.b")).to.have.length(1);
  });

  it("knows two lifecycles", () => {
    const problems = (value: unknown) => schemaProblems(lifecycleSchema, value);
    expect(["protected", "disposable"].flatMap(problems)).to.deep.equal([]);
    expect([null, "", "ephemeral"].flatMap(problems)).to.have.length(3);
  });
});
