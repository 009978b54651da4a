import { expect } from "chai";
import { requirements } from "../../controls/requirements.ts";

/** The number of each article's requirements, by its letter. */
const counts: Readonly<Record<string, number>> = { A: 13, B: 9, C: 5, D: 5, E: 5, K: 7 };

describe("the requirements", () => {
  it("are those of the five articles and the design card, in order", () => {
    const ids = Object.entries(counts).flatMap(([letter, count]) =>
      Array.from({ length: count }, (_, index) => `${letter}${index + 1}`),
    );
    expect(requirements.map(({ id }) => id)).to.deep.equal(ids);
  });

  it("of one letter come from one article", () => {
    for (const letter of Object.keys(counts)) {
      const articles = requirements.filter(({ id }) => id.startsWith(letter)).map(({ article }) => article);
      expect(new Set(articles), letter).to.have.property("size", 1);
    }
  });

  it("say in sentences what they ask for, and when they are met", () => {
    for (const { id, asked, works } of requirements) {
      expect(asked, id).to.match(/^[A-Z`].*\.$/);
      expect(works, id).to.match(/^[A-Z`].*\.$/);
    }
  });
});
