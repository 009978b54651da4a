import { unknown } from "../../../../policy/lib/value.ts";
import rule from "../../../../policy/rules/namespace/namespace-restricted-pod-security.ts";
import { namespace, types } from "../../fixtures.ts";
import { itJudges } from "../../table.ts";

const enforce = ["metadata", "labels", "pod-security.kubernetes.io/enforce"];
const version = ["metadata", "labels", "pod-security.kubernetes.io/enforce-version"];
const levelPath = `metadata.labels["pod-security.kubernetes.io/enforce"]`;
const versionPath = `metadata.labels["pod-security.kubernetes.io/enforce-version"]`;
const patch = "kubernetes:core/v1:NamespacePatch";

describe("rule namespace-restricted-pod-security", () => {
  itJudges(rule, types.namespace, namespace, [
    ["baseline", enforce, "baseline", `violation ${levelPath}`],
    ["privileged", enforce, "privileged", `violation ${levelPath}`],
    ["no level", enforce, undefined, `violation ${levelPath}`],
    ["a level that isn't known yet", enforce, unknown, `undecidable ${levelPath}`],
    ["latest", version, "latest", `violation ${versionPath}`],
    ["no version", version, undefined, `violation ${versionPath}`],
    ["a version without v", version, "1.35", `violation ${versionPath}`],
    ["text before the version", version, "dev1.35", `violation ${versionPath}`],
    ["a patch release", version, "v1.35.2", `violation ${versionPath}`],
    ["a version before Pod Security was stable", version, "v1.24", `violation ${versionPath}`],
    ["the oldest version allowed", version, "v1.25"],
    ["a version that isn't known yet", version, unknown, `undecidable ${versionPath}`],
    ["no labels", "metadata.labels", undefined, `violation ${levelPath}`, `violation ${versionPath}`],
    ["no metadata", "metadata", undefined, `violation ${levelPath}`, `violation ${versionPath}`],
    [
      "labels that aren't known yet",
      "metadata.labels",
      unknown,
      `undecidable ${levelPath}`,
      `undecidable ${versionPath}`,
    ],
    ["a name that isn't known yet", "metadata.name", unknown],
    ["the default namespace", "metadata.name", "default"],
  ]);
  itJudges(rule, types.namespace, { metadata: { name: "kube-system" } }, [
    [
      "not Kubernetes' own",
      "metadata.name",
      "kube-systems",
      `violation ${levelPath}`,
      `violation ${versionPath}`,
    ],
    ["a name not known yet", "metadata.name", unknown, `violation ${levelPath}`, `violation ${versionPath}`],
  ]);
  itJudges(rule, patch, { metadata: { name: "shop", labels: { team: "shop" } } }, [
    ["a patch that loosens the level", enforce, "privileged", `violation ${levelPath}`],
    ["a patch that unpins the version", version, "latest", `violation ${versionPath}`],
    ["a patch whose level isn't known yet", enforce, unknown, `undecidable ${levelPath}`],
  ]);
});
