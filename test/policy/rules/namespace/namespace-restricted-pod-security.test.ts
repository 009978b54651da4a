import { expect } from "chai";
import { type Properties, unknown, type Value } from "../../../../policy/lib/value.ts";
import rule from "../../../../policy/rules/namespace/namespace-restricted-pod-security.ts";
import { inStack, namespace, types } from "../../fixtures.ts";
import { itJudges, verdicts, withValue } from "../../table.ts";

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
  const mark = ["metadata", "labels", "casemate.dev/platform"];
  const platform = withValue(withValue(namespace, mark, "argocd"), enforce, "privileged");
  // Not by `itJudges`, which would give this mark to the compliant Namespace of all tests.
  for (const { title, path, value, expected } of [
    { title: "at baseline", path: enforce, value: "baseline", expected: [] },
    { title: "without a level", path: enforce, value: undefined, expected: [`violation ${levelPath}`] },
    { title: "with another word", path: enforce, value: "open", expected: [`violation ${levelPath}`] },
    { title: "without a version", path: version, value: undefined, expected: [`violation ${versionPath}`] },
    { title: "with an empty mark", path: mark, value: "", expected: [`violation ${levelPath}`] },
    {
      title: "with a tenant's class",
      path: ["metadata", "labels", "casemate.dev/class"],
      value: "pci",
      expected: [`violation ${levelPath}`],
    },
  ]) {
    it(`a namespace of the platform ${title} => ${expected.join(", ") || "fine"}`, () => {
      const changed = inStack(types.namespace, "argocd", withValue(platform, path, value));
      expect(verdicts(rule.checkStack([changed]))).to.deep.equal(expected);
    });
  }
  for (const component of ["HardenedCluster", "AdmissionPolicies"]) {
    it(`leaves out what ${component} exempts with a reason, and no other`, () => {
      const exempting = (exemptNamespaces: Properties[]) =>
        inStack(`casemate:cluster:${component}`, "prod", { exemptNamespaces });
      const judge = (exempt: Properties, name: string, labels: Properties = {}) =>
        verdicts(
          rule.checkStack([
            exempting([exempt]),
            inStack(types.namespace, "mesh", { metadata: { name, labels } }),
          ]),
        );
      const both = [`violation ${levelPath}`, `violation ${versionPath}`];
      const mesh = { name: "istio-system", reason: "its CNI agent is privileged" };
      expect(judge(mesh, "istio-system")).to.deep.equal([]);
      expect(judge(mesh, "shop")).to.deep.equal(both);
      expect(judge(mesh, "istio-system", { "casemate.dev/class": "standard" })).to.deep.equal(both);
      expect(judge({ ...mesh, reason: " " }, "istio-system")).to.deep.equal(both);
    });
  }
  const exception = ["metadata", "annotations", "casemate.dev/pod-security-exception"];
  const valid = "baseline until 2999-12-31 (tools)";
  const excepted = withValue(withValue(namespace, enforce, "baseline"), exception, valid);
  const ends: readonly { title: string; path: string[]; value: Value; expected: string[] }[] = [
    { title: "that is valid", path: exception, value: valid, expected: [] },
    {
      title: "that ended",
      path: exception,
      value: "baseline until 2020-01-31 (tools)",
      expected: [`violation ${levelPath}`],
    },
    { title: "without an end", path: exception, value: "baseline", expected: [`violation ${levelPath}`] },
    { title: "that is missing", path: exception, value: undefined, expected: [`violation ${levelPath}`] },
    {
      title: "that isn't known yet",
      path: exception,
      value: unknown,
      expected: [`undecidable ${levelPath}`],
    },
    { title: "and privileged", path: enforce, value: "privileged", expected: [`violation ${levelPath}`] },
  ];
  for (const { title, path, value, expected } of ends) {
    it(`a namespace with an exception ${title} => ${expected.join(", ") || "fine"}`, () => {
      const changed = inStack(types.namespace, "legacy", withValue(excepted, path, value));
      expect(verdicts(rule.checkStack([changed]))).to.deep.equal(expected);
    });
  }
  itJudges(rule, patch, { metadata: { name: "shop", labels: { team: "shop" } } }, [
    ["a patch that loosens the level", enforce, "privileged", `violation ${levelPath}`],
    ["a patch that unpins the version", version, "latest", `violation ${versionPath}`],
    ["a patch whose level isn't known yet", enforce, unknown, `undecidable ${levelPath}`],
  ]);
});
