import { unknown } from "../../../../policy/lib/value.ts";
import rule from "../../../../policy/rules/eks/eks-no-public-endpoint.ts";
import { cluster, types } from "../../fixtures.ts";
import { itJudges } from "../../table.ts";

const publicAccess = "vpcConfig.endpointPublicAccess";
const privateAccess = "vpcConfig.endpointPrivateAccess";

describe("rule eks-no-public-endpoint", () => {
  itJudges(rule, types.cluster, cluster, [
    ["a public endpoint", publicAccess, true, `violation ${publicAccess}`],
    [
      "no setting for the public endpoint: AWS opens it",
      publicAccess,
      undefined,
      `violation ${publicAccess}`,
    ],
    ["the public endpoint as text", publicAccess, "false", `violation ${publicAccess}`],
    ["a public endpoint that isn't known yet", publicAccess, unknown, `undecidable ${publicAccess}`],
    ["no private endpoint", privateAccess, false, `violation ${privateAccess}`],
    ["no setting for the private endpoint", privateAccess, undefined, `violation ${privateAccess}`],
    ["no vpcConfig", "vpcConfig", undefined, `violation ${publicAccess}`, `violation ${privateAccess}`],
    [
      "a vpcConfig that isn't known yet",
      "vpcConfig",
      unknown,
      `undecidable ${publicAccess}`,
      `undecidable ${privateAccess}`,
    ],
    ["subnets that aren't known yet", "vpcConfig.subnetIds", unknown],
    ["a list of allowed addresses, unused", "vpcConfig.publicAccessCidrs", ["192.0.2.1/32"]],
  ]);
});
