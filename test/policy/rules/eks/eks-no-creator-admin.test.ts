import { unknown } from "../../../../policy/lib/value.ts";
import rule from "../../../../policy/rules/eks/eks-no-creator-admin.ts";
import { cluster, types } from "../../fixtures.ts";
import { itJudges } from "../../table.ts";

const creator = "accessConfig.bootstrapClusterCreatorAdminPermissions";
const mode = "accessConfig.authenticationMode";

describe("rule eks-no-creator-admin", () => {
  itJudges(rule, types.cluster, cluster, [
    ["the creator is an admin", creator, true, `violation ${creator}`],
    ["no setting for the creator: AWS makes it an admin", creator, undefined, `violation ${creator}`],
    ["a flag that isn't known yet", creator, unknown, `undecidable ${creator}`],
    ["access entries and the config map", mode, "API_AND_CONFIG_MAP"],
    ["the config map, where the creator is always an admin", mode, "CONFIG_MAP", `violation ${mode}`],
    ["no mode: AWS takes the config map", mode, undefined, `violation ${mode}`],
    ["a mode that isn't known yet", mode, unknown, `undecidable ${mode}`],
    ["no accessConfig", "accessConfig", undefined, `violation ${creator}`, `violation ${mode}`],
    ["accessConfig not known yet", "accessConfig", unknown, `undecidable ${creator}`, `undecidable ${mode}`],
  ]);
});
