import { expect } from "chai";
import type { Finding } from "../../policy/lib/finding.ts";
import type { Rule } from "../../policy/lib/rule.ts";
import type { Known, Path, Properties, Value } from "../../policy/lib/value.ts";
import { kindOf } from "../../protocol/kind.ts";
import { inStack } from "./fixtures.ts";

/** The expected finding of a rule: `violation <path>` or `undecidable <path>`. */
export type Verdict = `${"violation" | "undecidable"} ${string}`;

/** One field with another value: the title, the path, the value (`undefined` removes it), and the verdicts. */
export type Case = readonly [title: string, path: Path, value: Value, ...verdicts: Verdict[]];

interface JudgedCase {
  readonly type: string;
  readonly inputs: Properties;
  /** Whether it is the resource that all cases of a rule begin with. */
  readonly isCompliant: boolean;
}

/** Every resource that {@link itJudges} judges, for tests of the whole pack. */
export const judgedResources: JudgedCase[] = [];

/** Tests a rule on a compliant resource, and on the same resource with one other value in each case. */
export function itJudges(rule: Rule, type: string, compliant: Properties, cases: readonly Case[]): void {
  judgedResources.push(
    { type, inputs: compliant, isCompliant: true },
    ...cases.map(([, path, value]) => ({
      type,
      inputs: withValue(compliant, path, value),
      isCompliant: false,
    })),
  );
  const judge = (inputs: Properties) =>
    verdicts(
      "check" in rule
        ? rule.check({ urn: "urn", kind: kindOf(type), inputs })
        : rule.checkStack([inStack(type, "judged", inputs)]),
    );

  describe(type, () => {
    it("is one of the rule's kinds", () => {
      expect(rule.kinds).to.include(kindOf(type));
    });
    it("has no finding if it is compliant", () => {
      expect(judge(compliant)).to.deep.equal([]);
    });
    for (const [title, path, value, ...expected] of cases) {
      it(`${title} => ${expected.join(", ") || "fine"}`, () => {
        expect(judge(withValue(compliant, path, value))).to.deep.equal(expected);
      });
    }
  });
}

export function verdicts(findings: readonly Finding[]): string[] {
  return findings.map(({ path, undecidable }) => `${undecidable ? "undecidable" : "violation"} ${path}`);
}

/** A copy of `inputs` with another value at `path`. `undefined` removes the value. */
export function withValue(inputs: Properties, path: Path, value: Value): Properties {
  const steps = typeof path === "string" ? path.split(".") : path;
  return replace(inputs, steps, value) as Properties;
}

function replace(holder: Value, [step, ...rest]: readonly (string | number)[], value: Value): Known {
  if (step === undefined) {
    return value as Known;
  }
  const inner = (holder as Readonly<Record<string | number, Value>> | undefined)?.[step];
  const next = replace(inner, rest, value);
  if (Array.isArray(holder)) {
    return holder.with(Number(step), next);
  }
  const { [step]: _, ...others } = (holder ?? {}) as Properties;
  return next === undefined ? others : { ...others, [step]: next };
}
