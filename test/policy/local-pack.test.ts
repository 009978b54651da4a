import { expect } from "chai";
import { requirement } from "../../controls/ids.ts";
import { packOf } from "../../policy/local-pack.ts";
import type { ResourceRule, StackRule } from "../../policy/rule.ts";
import type { JudgedResource } from "../../protocol/policy-pack.ts";
import { types, urnOf } from "./fixtures.ts";

const about = {
  description: "Holds.",
  guards: "Nothing.",
  severity: "low",
  controls: requirement("K7"),
  remediation: "Mend it.",
} as const;
const finding = { path: "spec", received: "nothing", allowed: "something" };

function judged(type: string, name: string): JudgedResource {
  return { urn: urnOf(type, name), type, inputs: {}, propertyDependencies: {} };
}

const stack = [
  judged(types.role, "viewer"),
  judged(types.namespace, "shop"),
  judged(types.volume, "data"),
  judged(types.namespace, "pay"),
];

describe("the policy pack, without a protocol", () => {
  it("asks a rule about its kinds alone", () => {
    const asked: string[] = [];
    const rule: ResourceRule = {
      ...about,
      id: "one",
      kinds: ["core/Namespace", types.volume],
      check: ({ kind }) => {
        asked.push(kind);
        return [];
      },
    };
    expect(packOf([rule]).judge(stack)).to.deep.equal([]);
    expect(asked).to.deep.equal(["core/Namespace", types.volume, "core/Namespace"]);
  });

  it("asks a rule on stacks once, about all resources of its kinds", () => {
    const asked: string[][] = [];
    const rule = (id: string, ...kinds: string[]): StackRule => ({
      ...about,
      id,
      kinds,
      checkStack: (subjects) => {
        asked.push(subjects.map(({ urn }) => urn.split("::").at(-1) ?? ""));
        return subjects.map(({ urn }) => ({ ...finding, urn }));
      },
    });
    const pack = packOf([
      rule("both", "core/Namespace", "rbac.authorization.k8s.io/Role"),
      rule("none", "core/Pod"),
    ]);
    const found = pack.judge(stack).map(({ policy, urn }) => `${policy} ${urn.split("::").at(-1)}`);
    expect(asked).to.deep.equal([["shop", "pay", "viewer"], []]);
    expect(found).to.deep.equal(["both shop", "both pay", "both viewer"]);
    // Nothing of one stack is left for the next.
    expect(pack.judge([])).to.deep.equal([]);
  });

  it("reports a violation as mandatory, and what can't be decided as advice", () => {
    const rule: ResourceRule = {
      ...about,
      id: "one",
      kinds: [types.volume],
      check: () => [finding, { ...finding, undecidable: true }],
    };
    const shared = { policy: "one", severity: "low", urn: urnOf(types.volume, "data"), ...finding };
    expect(packOf([rule]).judge(stack)).to.deep.equal([
      {
        ...shared,
        enforcement: "mandatory",
        message: "Holds.\nspec: received nothing; allowed: something. Mend it.",
      },
      {
        ...shared,
        enforcement: "advisory",
        message:
          "Holds.\nundecidable at preview: spec: received nothing; allowed: something. The update decides.",
        undecidable: true,
      },
    ]);
  });

  it("says which rule broke, and on which resource", () => {
    const broken = () => {
      throw new TypeError("no idea");
    };
    const resourceRule = { ...about, id: "one", kinds: [types.volume], check: broken };
    expect(() => packOf([resourceRule]).judge(stack)).to.throw(
      `rule one broke on ${urnOf(types.volume, "data")}:\nTypeError: no idea`,
    );
    const stackRule = { ...about, id: "two", kinds: [types.volume], checkStack: broken };
    expect(() => packOf([stackRule]).judge([])).to.throw("rule two broke on the stack:\nTypeError: no idea");
  });
});
