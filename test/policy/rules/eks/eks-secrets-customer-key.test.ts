import { unknown } from "../../../../policy/lib/value.ts";
import rule from "../../../../policy/rules/eks/eks-secrets-customer-key.ts";
import { cluster, types } from "../../fixtures.ts";
import { itJudges } from "../../table.ts";

const config = "encryptionConfig";
const key = `${config}.provider.keyArn`;
const resources = `${config}.resources`;

describe("rule eks-secrets-customer-key", () => {
  itJudges(rule, types.cluster, cluster, [
    ["a key of the same program, without an ARN yet", key, unknown],
    ["a provider that isn't known yet", `${config}.provider`, unknown],
    ["no encryptionConfig: AWS's own key", config, undefined, `violation ${key}`, `violation ${resources}`],
    ["an encryptionConfig that isn't known yet", config, unknown, `undecidable ${config}`],
    ["no key", key, undefined, `violation ${key}`],
    ["an empty key", key, "", `violation ${key}`],
    [
      "a key that AWS manages",
      key,
      "arn:aws:kms:eu-central-1:111122223333:alias/aws/eks",
      `violation ${key}`,
    ],
    ["no resources", resources, undefined, `violation ${resources}`],
    ["other resources", resources, ["configmaps"], `violation ${resources}`],
    ["resources that aren't known yet", resources, unknown, `undecidable ${resources}`],
    ["a resource that isn't known yet", [config, "resources", 0], unknown, `undecidable ${resources}`],
  ]);
});
