import { expect } from "chai";
import {
  clusterNameProblems,
  componentNameProblems,
  lifecycleProblems,
} from "../../../../components/shared/input/names.ts";

describe("names", () => {
  for (const name of ["prod", "Prod_1-a", "1", "a".repeat(100)]) {
    it(`lets a cluster be called ${name.slice(0, 12)}`, () => {
      expect(clusterNameProblems("clusterName", name)).to.deep.equal([]);
    });
  }

  for (const name of ["", "-prod", "_prod", "pro d", "prod/1", "prød", "a".repeat(101), undefined, 7]) {
    it(`doesn't let a cluster be called ${JSON.stringify(name)?.slice(0, 12)}`, () => {
      expect(clusterNameProblems("clusterName", name)).to.have.length(1);
      expect(clusterNameProblems("clusterName", name)[0]).to.include({ path: "clusterName", received: name });
    });
  }

  it("bounds a component's name by what is built from it", () => {
    expect(componentNameProblems("a".repeat(40), 40)).to.deep.equal([]);
    expect(componentNameProblems("a".repeat(41), 40)).to.have.length(1);
    expect(componentNameProblems("a.b", 40)).to.have.length(1);
  });

  it("knows two lifecycles", () => {
    expect(["protected", "disposable", undefined].flatMap(lifecycleProblems)).to.deep.equal([]);
    expect([null, "", "ephemeral"].flatMap(lifecycleProblems)).to.have.length(3);
  });
});
