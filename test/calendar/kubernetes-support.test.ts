import { expect } from "chai";
import { supportCalendar, supportOn } from "../../calendar/kubernetes-support.ts";

describe("the support calendar", () => {
  it("is in order, each with extended support after standard", () => {
    for (const [index, { standardUntil, extendedUntil }] of supportCalendar.entries()) {
      expect(standardUntil < extendedUntil).to.equal(true);
      expect((supportCalendar[index - 1]?.standardUntil ?? "") < standardUntil).to.equal(true);
    }
  });

  it("counts the last day of standard support in", () => {
    expect(supportOn("2026-12-02", "1.34")).to.deep.include({
      isStandard: true,
      standard: ["1.34", "1.35", "1.36"],
    });
    expect(supportOn("2026-12-03", "1.34")).to.deep.include({
      isStandard: false,
      standard: ["1.35", "1.36"],
    });
  });

  it("says nothing of a version that it doesn't have", () => {
    expect(supportOn("2026-12-03", "1.99")).to.deep.include({ support: undefined, isStandard: false });
  });
});
