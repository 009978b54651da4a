import { expect } from "chai";
import { isDay, plannedDay, systemDay } from "../../calendar/today.ts";

describe("the day of a plan", () => {
  it("is the system's, unless CASEMATE_TODAY names another", () => {
    expect(plannedDay({})).to.equal(systemDay());
    expect(plannedDay({ CASEMATE_TODAY: "" })).to.equal(systemDay());
    expect(plannedDay({ CASEMATE_TODAY: "2028-02-29" })).to.equal("2028-02-29");
  });

  for (const text of ["2027-02-29", "2027-13-01", "tomorrow", "2027-1-1", "20270101", "2027-01-31T00:00"]) {
    it(`can't be ${text}`, () => {
      expect(isDay(text)).to.equal(false);
      expect(() => plannedDay({ CASEMATE_TODAY: text })).to.throw(/CASEMATE_TODAY: received/);
    });
  }
});
