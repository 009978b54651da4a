import { expect } from "chai";
import { unknown } from "../../../../policy/lib/value.ts";
import rule from "../../../../policy/rules/eks/eks-all-log-types.ts";
import { cluster, types } from "../../fixtures.ts";
import { itJudges, withValue } from "../../table.ts";

const path = "enabledClusterLogTypes";

describe("rule eks-all-log-types", () => {
  itJudges(rule, types.cluster, cluster, [
    ["another order", path, [...cluster.enabledClusterLogTypes].reverse()],
    ["a sixth type", path, [...cluster.enabledClusterLogTypes, "dataPlane"]],
    ["four types", path, cluster.enabledClusterLogTypes.slice(1), `violation ${path}`],
    ["only audit", path, ["audit"], `violation ${path}`],
    ["an empty list", path, [], `violation ${path}`],
    ["none: AWS logs nothing", path, undefined, `violation ${path}`],
    ["a list that isn't known yet", path, unknown, `undecidable ${path}`],
    ["a type that isn't known yet", [path, 0], unknown, `undecidable ${path}`],
    ["all types and one not known yet", path, [...cluster.enabledClusterLogTypes, unknown]],
  ]);

  it("names the missing types", () => {
    const [finding] = rule.check({
      urn: "urn",
      kind: types.cluster,
      inputs: withValue(cluster, path, ["api"]),
    });
    expect(finding?.allowed).to.equal(
      "all five types; missing: audit, authenticator, controllerManager, scheduler",
    );
  });
});
