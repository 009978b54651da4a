import { expect } from "chai";
import { masked, sentences, wordsIn } from "../../../docs/style/sentences.ts";

const cases: readonly (readonly [title: string, text: string, sentences: readonly string[]])[] = [
  ["ends sentences at full stops", "One is here. Two is there.", ["One is here.", "Two is there."]],
  ["ends sentences at question marks", "Is it safe? It is.", ["Is it safe?", "It is."]],
  ["keeps versions whole", "Kubernetes 1.35 is old.", ["Kubernetes 1.35 is old."]],
  ["keeps names of files whole", "Edit index.ts first.", ["Edit index.ts first."]],
  ["keeps abbreviations whole", "Use e.g. Bottlerocket.", ["Use e.g. Bottlerocket."]],
  ["reads a title without a full stop", "refuses an empty peer", ["refuses an empty peer"]],
  [
    "ends a sentence inside brackets",
    "It waits. (It is slow.) It ends.",
    ["It waits.", "(It is slow.)", "It ends."],
  ],
];

describe("sentences", () => {
  for (const [title, text, expected] of cases) {
    it(title, () => {
      expect(sentences(text).map((sentence) => sentence.text)).to.deep.equal(expected);
    });
  }

  it("says where each begins", () => {
    expect(sentences("One.  Two.").map(({ start }) => start)).to.deep.equal([0, 6]);
  });
});

describe("masked", () => {
  const hidden = [
    ["a code span", "Run `npm run check. Then go` again"],
    ["an address", "See https://example.com/a.b?c for more"],
    ["a quoted message", 'It says "whoever. Comes" and stops'],
    ["a link's target", "See [the page](docs/whoever.md) first"],
  ] as const;
  for (const [what, text] of hidden) {
    it(`hides ${what} and keeps the length`, () => {
      expect(masked(text)).to.have.length(text.length);
      expect(masked(text)).not.to.match(/npm|example|whoever/);
      expect(sentences(masked(text))).to.have.length(1);
    });
  }
});

describe("wordsIn", () => {
  it("counts a code span as one word and a dash as none", () => {
    expect(wordsIn(masked("Run `npm run check` - twice"))).to.equal(3);
  });
});
