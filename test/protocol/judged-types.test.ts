import { expect } from "chai";
import { judgedBy } from "../../protocol/judged-types.ts";

const policy = (...tags: string[]) => ({ name: "policy", description: "Holds.", tags });
const role = "kubernetes:rbac.authorization.k8s.io/v1:Role";

describe("the types that policies judge", () => {
  it("are those of their kinds, in every API version", () => {
    const isJudged = judgedBy([policy("kind:rbac.authorization.k8s.io/Role"), policy("kind:core/Namespace")]);
    expect(isJudged(role)).to.equal(true);
    expect(isJudged(role.replace("v1", "v1beta1"))).to.equal(true);
    expect(isJudged("kubernetes:core/v1:Namespace")).to.equal(true);
    expect(isJudged(`${role}Binding`)).to.equal(false);
    expect(isJudged("aws:eks/cluster:Cluster")).to.equal(false);
  });

  it("can be named by their whole token", () => {
    expect(judgedBy([policy(`kind:${role}`)])(role)).to.equal(true);
  });

  it("are all types as soon as one policy names no kind", () => {
    expect(judgedBy([policy("kind:core/Namespace"), policy("other")])(role)).to.equal(true);
  });

  it("are none if there is no policy", () => {
    expect(judgedBy([])(role)).to.equal(false);
  });
});
