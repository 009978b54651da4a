import { unknown } from "../../../../policy/lib/value.ts";
import rule from "../../../../policy/rules/rbac/rbac-groups-can-sign-in.ts";
import { itJudges } from "../../table.ts";

const type = "casemate:workload:WorkloadNamespace";
const namespace = { clusterName: "prod", hasIdentityProvider: true, access: { developers: ["shop-dev"] } };

describe("rule rbac-groups-can-sign-in", () => {
  itJudges(rule, type, namespace, [
    ["no identity provider", "hasIdentityProvider", false, "violation access.developers"],
    ["a cluster that isn't known", "hasIdentityProvider", undefined],
    ["a provider that isn't known yet", "hasIdentityProvider", unknown],
  ]);
  itJudges(rule, type, { ...namespace, hasIdentityProvider: false, access: {} }, [
    ["machines alone", "access.deployers", [{ role: "arn:aws:iam::111122223333:role/x" }]],
    ["viewers", "access.viewers", ["x"], "violation access.viewers"],
    ["operators", "access.operators", ["x"], "violation access.operators"],
  ]);
});
