import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { controlProblems } from "../controls/known-controls.ts";
import { attempts } from "./support/all-attempts.ts";
import { kindNames, kinds } from "./support/kinds.ts";
import { titleOf } from "./support/title.ts";
import { unlogged } from "./support/unlogged.ts";

describe("the list of attempts", () => {
  it("has at least 150 that must be refused", () => {
    expect(attempts.filter(({ expect }) => expect === "refused").length).to.be.at.least(150);
  });

  it("has unique titles", () => {
    const titles = attempts.map(titleOf);
    expect(titles.filter((title, index) => titles.indexOf(title) !== index)).to.deep.equal([]);
  });

  it("names a layer for each refused attempt, and for no admitted one", () => {
    const wrong = attempts.filter(({ expect, by }) => (expect === "refused") !== (by !== undefined));
    expect(wrong.map(titleOf)).to.deep.equal([]);
  });

  it("names requirements and controls that exist, each once, and a requirement for each", () => {
    const problems = attempts.flatMap((attempt) =>
      controlProblems(attempt.serves).map((problem) => `${titleOf(attempt)}: ${problem}`),
    );
    expect(problems).to.deep.equal([]);
  });

  it("gives the reason for each, in one sentence", () => {
    const without = attempts.filter(({ why }) => !/^\S.*[.?]$/.test(why));
    expect(without.map(titleOf)).to.deep.equal([]);
  });

  it("has a refused and an admitted one in every kind that runs pods", () => {
    for (const kind of kindNames) {
      const writes = attempts.filter(({ does }) => {
        const [first] = "method" in does ? [does] : does;
        return first?.method === "POST" && first.path.split("?")[0]?.endsWith(`/${kinds[kind].resource}`);
      });
      const verdicts = new Set(writes.map(({ expect }) => expect));
      expect(verdicts, kind).to.deep.equal(new Set(["refused", "admitted"]));
    }
  });

  it("has its known holes in the docs, by name", () => {
    const docs = readFileSync(join(import.meta.dirname, "../../docs/known-holes.md"), "utf8");
    const undocumented = attempts.filter(({ hole, name }) => hole !== undefined && !docs.includes(name));
    expect(undocumented.map(({ name, hole }) => `${name}: ${hole}`)).to.deep.equal([]);
  });

  it("has a hole only if it is admitted", () => {
    const wrong = attempts.filter(({ hole, expect }) => hole !== undefined && expect !== "admitted");
    expect(wrong.map(titleOf)).to.deep.equal([]);
  });

  it("has every attempt of the list of unlogged ones", () => {
    const titles = new Set(attempts.map(titleOf));
    expect(unlogged.map(({ attempt }) => attempt).filter((title) => !titles.has(title))).to.deep.equal([]);
  });
});
