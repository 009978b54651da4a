import { expect } from "chai";
import type { StackSubject } from "../../../../policy/lib/rule.ts";
import { type Path, unknown, type Value } from "../../../../policy/lib/value.ts";
import rule from "../../../../policy/rules/namespace/namespace-quota.ts";
import { inStack, namespace, resourceQuota, types } from "../../fixtures.ts";
import { verdicts, withValue } from "../../table.ts";

const shop = inStack(types.namespace, "shop", namespace);
const quota = inStack(types.resourceQuota, "quota", resourceQuota);
const judge = (...subjects: StackSubject[]) => verdicts(rule.checkStack(subjects));

const names = ["cpu", "memory"];
const violations = names.map((what) => `violation ResourceQuota on ${what}`);
const undecidables = names.map((what) => `undecidable ResourceQuota on ${what}`);

describe("rule namespace-quota", () => {
  it("accepts a namespace with a quota", () => {
    expect(judge(shop, quota)).to.deep.equal([]);
  });

  it("finds a namespace without a quota, and names it", () => {
    expect(judge(shop)).to.deep.equal(violations);
    expect(new Set(rule.checkStack([shop]).map(({ urn }) => urn))).to.deep.equal(new Set([shop.urn]));
  });

  const quotaCases: [title: string, path: Path, value: Value, ...expected: string[]][] = [
    ["no cpu", ["spec", "hard", "requests.cpu"], undefined, "violation ResourceQuota on cpu"],
    ["no memory", ["spec", "hard", "requests.memory"], undefined, "violation ResourceQuota on memory"],
    ["limits instead of requests", "spec.hard", { "limits.cpu": "4", "limits.memory": "8Gi" }],
    ["the short names", "spec.hard", { cpu: "4", memory: "8Gi" }],
    ["a quantity not known yet", ["spec", "hard", "requests.cpu"], unknown],
    ["hard not known yet", "spec.hard", unknown, ...undecidables],
    ["an empty quota", "spec.hard", {}, ...violations],
    ["some pods only, by scope", "spec.scopes", ["BestEffort"], ...violations],
    ["no scope", "spec.scopes", []],
    ["scopes not known yet", "spec.scopes", unknown, ...undecidables],
    [
      "some pods only, by scope selector",
      "spec.scopeSelector",
      { matchExpressions: [{ scopeName: "PriorityClass", operator: "Exists" }] },
      ...violations,
    ],
    ["another namespace", "metadata.namespace", "other", ...violations],
    ["a namespace not known yet", "metadata.namespace", unknown, ...undecidables],
  ];
  for (const [title, path, value, ...expected] of quotaCases) {
    it(`quota: ${title} => ${expected.join(", ") || "fine"}`, () => {
      const broken = inStack(types.resourceQuota, "quota", withValue(resourceQuota, path, value));
      expect(judge(shop, broken)).to.deep.equal(expected);
    });
  }

  it("asks for none where the platform's own software runs, or that a cluster exempts", () => {
    const platform = withValue(namespace, ["metadata", "labels", "casemate.dev/platform"], "shop");
    const reason = "the mesh";
    const cluster = (exempt: object) =>
      inStack("casemate:cluster:HardenedCluster", "prod", { exemptNamespaces: [exempt] } as never);
    expect(judge(inStack(types.namespace, "shop", platform))).to.deep.equal([]);
    expect(judge(shop, cluster({ name: "shop", reason }))).to.deep.equal([]);
    expect(judge(shop, cluster({ name: "other", reason }))).to.deep.equal(violations);
  });

  it("adds up the limits of several quotas", () => {
    const one = inStack(types.resourceQuota, "one", withValue(resourceQuota, "spec.hard", { cpu: "4" }));
    const two = inStack(types.resourceQuota, "two", withValue(resourceQuota, "spec.hard", { memory: "8Gi" }));
    expect(judge(shop, one, two)).to.deep.equal([]);
  });
});
