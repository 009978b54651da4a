import { unknown } from "../../../../policy/lib/value.ts";
import rule from "../../../../policy/rules/namespace/namespace-restricted-pod-security.ts";
import { namespace, types } from "../../fixtures.ts";
import { itJudges } from "../../table.ts";

const enforce = ["metadata", "labels", "pod-security.kubernetes.io/enforce"];
const version = ["metadata", "labels", "pod-security.kubernetes.io/enforce-version"];
const level = `metadata.labels["pod-security.kubernetes.io/enforce"]`;
const pinned = `metadata.labels["pod-security.kubernetes.io/enforce-version"]`;
const patch = "kubernetes:core/v1:NamespacePatch";

describe("rule namespace-restricted-pod-security", () => {
  itJudges(rule, types.namespace, namespace, [
    ["baseline", enforce, "baseline", `violation ${level}`],
    ["privileged", enforce, "privileged", `violation ${level}`],
    ["no level", enforce, undefined, `violation ${level}`],
    ["a level that isn't known yet", enforce, unknown, `undecidable ${level}`],
    ["latest", version, "latest", `violation ${pinned}`],
    ["no version", version, undefined, `violation ${pinned}`],
    ["a version without v", version, "1.35", `violation ${pinned}`],
    ["something before the version", version, "dev1.35", `violation ${pinned}`],
    ["a patch release", version, "v1.35.2", `violation ${pinned}`],
    ["a version before Pod Security was stable", version, "v1.24", `violation ${pinned}`],
    ["the oldest version allowed", version, "v1.25"],
    ["a version that isn't known yet", version, unknown, `undecidable ${pinned}`],
    ["no labels", "metadata.labels", undefined, `violation ${level}`, `violation ${pinned}`],
    ["no metadata", "metadata", undefined, `violation ${level}`, `violation ${pinned}`],
    [
      "labels that aren't known yet",
      "metadata.labels",
      unknown,
      `undecidable ${level}`,
      `undecidable ${pinned}`,
    ],
    ["a name that isn't known yet", "metadata.name", unknown],
    ["the default namespace", "metadata.name", "default"],
  ]);
  itJudges(rule, types.namespace, { metadata: { name: "kube-system" } }, [
    ["not Kubernetes' own", "metadata.name", "kube-systems", `violation ${level}`, `violation ${pinned}`],
    ["a name not known yet", "metadata.name", unknown, `violation ${level}`, `violation ${pinned}`],
  ]);
  itJudges(rule, patch, { metadata: { name: "shop", labels: { team: "shop" } } }, [
    ["a patch that loosens the level", enforce, "privileged", `violation ${level}`],
    ["a patch that unpins the version", version, "latest", `violation ${pinned}`],
    ["a patch whose level isn't known yet", enforce, unknown, `undecidable ${level}`],
  ]);
});
