import { expect } from "chai";
import { requirement } from "../../controls/ids.ts";
import type { ResourceRule, StackRule } from "../../policy/lib/rule.ts";
import { packOf } from "../../policy/local-pack.ts";
import type { JudgedResource } from "../../protocol/policy-pack.ts";
import { types, urnOf } from "./fixtures.ts";

const info = {
  description: "Holds.",
  guards: "Nothing.",
  severity: "low",
  controls: requirement("K7"),
  remediation: "Fix it.",
} as const;
const finding = { path: "spec", received: "nothing", allowed: "something" };

function resource(type: string, name: string): JudgedResource {
  return { urn: urnOf(type, name), type, inputs: {}, propertyDependencies: {} };
}

const stack = [
  resource(types.role, "viewer"),
  resource(types.namespace, "shop"),
  resource(types.volume, "data"),
  resource(types.namespace, "pay"),
];

describe("the policy pack, without a protocol", () => {
  it("asks a rule only about its kinds", () => {
    const asked: string[] = [];
    const rule: ResourceRule = {
      ...info,
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
      ...info,
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
    const verdicts = pack.judge(stack).map(({ policy, urn }) => `${policy} ${urn.split("::").at(-1)}`);
    expect(asked).to.deep.equal([["shop", "pay", "viewer"], []]);
    expect(verdicts).to.deep.equal(["both shop", "both pay", "both viewer"]);
    // The pack must keep no resources of the previous stack.
    expect(pack.judge([])).to.deep.equal([]);
  });

  it("reports a violation as mandatory, and an undecidable value as advisory", () => {
    const rule: ResourceRule = {
      ...info,
      id: "one",
      kinds: [types.volume],
      check: () => [finding, { ...finding, undecidable: true }],
    };
    const common = { policy: "one", severity: "low", urn: urnOf(types.volume, "data"), ...finding };
    expect(packOf([rule]).judge(stack)).to.deep.equal([
      {
        ...common,
        enforcement: "mandatory",
        message: "Holds.\nspec: received nothing; allowed: something. Fix it.",
      },
      {
        ...common,
        enforcement: "advisory",
        message:
          "Holds.\nundecidable at preview: spec: received nothing; allowed: something. The update decides.",
        undecidable: true,
      },
    ]);
  });

  it("names the rule that threw, and the resource", () => {
    const throwError = () => {
      throw new TypeError("no idea");
    };
    const resourceRule = { ...info, id: "one", kinds: [types.volume], check: throwError };
    expect(() => packOf([resourceRule]).judge(stack)).to.throw(
      `rule one broke on ${urnOf(types.volume, "data")}:\nTypeError: no idea`,
    );
    const stackRule = { ...info, id: "two", kinds: [types.volume], checkStack: throwError };
    expect(() => packOf([stackRule]).judge([])).to.throw("rule two broke on the stack:\nTypeError: no idea");
  });
});
