import { expect } from "chai";
import fc from "fast-check";
import { actionsMatching, includesAction, matchesWildcards } from "../../iam/action-pattern.ts";
import { fullName, serviceOf, servicePrefixes } from "../../iam/service-actions.ts";

const all = servicePrefixes().flatMap((prefix) => [...(serviceOf(prefix)?.actions.values() ?? [])]);

/** What IAM's documentation says of wildcards, by a regular expression: another way to the same answer. */
function reference(pattern: string): string[] {
  const source = pattern
    .toLowerCase()
    .split("")
    .map((letter) =>
      letter === "*" ? ".*" : letter === "?" ? "." : letter.replace(/[.+^${}()|[\]\\]/g, "\\$&"),
    )
    .join("");
  const expression = new RegExp(`^${source}$`);
  return all.map(fullName).filter((name) => expression.test(name.toLowerCase()));
}

describe("patterns of actions", () => {
  it("mean the actions that a regular expression finds", () => {
    const name = fc.constantFrom(...all.map(fullName).filter((_, index) => index % 7 === 0));
    const part = fc.tuple(
      name,
      fc.array(fc.tuple(fc.nat(), fc.constantFrom("*", "?", "")), { maxLength: 3 }),
      fc.boolean(),
    );
    fc.assert(
      fc.property(part, ([action, changes, isUpper]) => {
        const [prefix = "", ownName = ""] = action.split(":");
        const letters = [...ownName];
        for (const [place, wildcard] of changes) {
          letters.splice(place % letters.length, 1 + (place % 3), wildcard);
        }
        const pattern = `${prefix}:${isUpper ? letters.join("").toUpperCase() : letters.join("")}`;
        const found = actionsMatching(pattern).map(fullName);
        expect([...found].sort()).to.deep.equal(reference(pattern).sort());
        const others = all
          .filter((_, index) => index % 500 === 0)
          .filter((each) => includesAction(pattern, each));
        expect(found).to.include.members(others.map(fullName));
      }),
      { numRuns: 150 },
    );
  });

  it("match text as a regular expression does", () => {
    const letters = (alphabet: string) =>
      fc.array(fc.constantFrom(...alphabet), { maxLength: 8 }).map((list) => list.join(""));
    fc.assert(
      fc.property(letters("ab*?"), letters("ab"), (pattern, text) => {
        const expression = new RegExp(`^${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`);
        expect(matchesWildcards(pattern, text)).to.equal(expression.test(text));
      }),
      { numRuns: 2000 },
    );
  });

  it("take little time with many wildcards", () => {
    const start = performance.now();
    matchesWildcards(`${"*a".repeat(60)}b`, "a".repeat(2000));
    expect(performance.now() - start).to.be.below(500);
  });

  it("mean everything by a star, and nothing without a service", () => {
    expect(actionsMatching("*").length).to.equal(all.length);
    expect(actionsMatching("GetItem")).to.deep.equal([]);
    expect(actionsMatching("s3:")).to.deep.equal([]);
  });
});
