import { unknown } from "../../../../policy/lib/value.ts";
import rule from "../../../../policy/rules/eks/eks-no-public-endpoint.ts";
import { cluster, types } from "../../fixtures.ts";
import { itJudges } from "../../table.ts";

const open = "vpcConfig.endpointPublicAccess";
const closed = "vpcConfig.endpointPrivateAccess";

describe("rule eks-no-public-endpoint", () => {
  itJudges(rule, types.cluster, cluster, [
    ["a public endpoint", open, true, `violation ${open}`],
    ["no word on the public endpoint: AWS opens it", open, undefined, `violation ${open}`],
    ["the public endpoint as text", open, "false", `violation ${open}`],
    ["a public endpoint that isn't known yet", open, unknown, `undecidable ${open}`],
    ["no private endpoint", closed, false, `violation ${closed}`],
    ["no word on the private endpoint", closed, undefined, `violation ${closed}`],
    ["no vpcConfig", "vpcConfig", undefined, `violation ${open}`, `violation ${closed}`],
    [
      "a vpcConfig that isn't known yet",
      "vpcConfig",
      unknown,
      `undecidable ${open}`,
      `undecidable ${closed}`,
    ],
    ["subnets that aren't known yet", "vpcConfig.subnetIds", unknown],
    ["a list of allowed addresses, unused", "vpcConfig.publicAccessCidrs", ["192.0.2.1/32"]],
  ]);
});
