import { expect } from "chai";
import { supportCalendar, supportOn } from "../../calendar/kubernetes-support.ts";

describe("the support calendar", () => {
  it("is in order, and each version's extended support ends after its standard support", () => {
    for (const [index, { standardUntil, extendedUntil }] of supportCalendar.entries()) {
      expect(standardUntil < extendedUntil).to.equal(true);
      expect((supportCalendar[index - 1]?.standardUntil ?? "") < standardUntil).to.equal(true);
    }
  });

  it("includes the last day of standard support", () => {
    expect(supportOn("2026-12-02", "1.34")).to.deep.include({
      isStandard: true,
      standard: ["1.34", "1.35", "1.36"],
    });
    expect(supportOn("2026-12-03", "1.34")).to.deep.include({
      isStandard: false,
      standard: ["1.35", "1.36"],
    });
  });

  it("has no support for a version that it doesn't list", () => {
    expect(supportOn("2026-12-03", "1.99")).to.deep.include({ support: undefined, isStandard: false });
  });
});
