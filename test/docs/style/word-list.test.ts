import { expect } from "chai";
import { loadWordList } from "../../../docs/style/word-list.ts";

describe("docs/style/words.yaml", () => {
  const words = loadWordList();

  it("has no pattern twice", () => {
    expect(new Set(words.map(({ pattern }) => pattern)).size).to.equal(words.length);
  });

  for (const { pattern, regex, wrong, right } of words) {
    it(`finds ${pattern} in the wrong sentence only`, () => {
      expect(wrong.match(regex), wrong).to.have.length(1);
      expect(right.match(regex), right).to.equal(null);
    });
  }
});
