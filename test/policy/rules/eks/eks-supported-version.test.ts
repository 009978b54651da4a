import { expect } from "chai";
import { supportCalendar } from "../../../../calendar/kubernetes-support.ts";
import { unknown, type Value } from "../../../../policy/lib/value.ts";
import rule, { versionFindings } from "../../../../policy/rules/eks/eks-supported-version.ts";

describe("rule eks-supported-version", () => {
  const judge = (version: Value, day = "2026-12-02") =>
    versionFindings({ version }, day).map(
      ({ undecidable, received }) => `${undecidable ? "undecidable" : "violation"} ${received}`,
    );

  it("accepts a version on the last day of its standard support", () => {
    expect(judge("1.34")).to.deep.equal([]);
  });

  it("reports it the day after, with the day", () => {
    expect(judge("1.34", "2026-12-03")).to.deep.equal([
      'violation "1.34" (its standard support ended on 2026-12-02)',
    ]);
  });

  for (const [what, version, verdict] of [
    ["a version before the calendar", "1.20", 'violation "1.20"'],
    ["a text that isn't a version", "latest", 'violation "latest"'],
    ["a number", 1.34, "violation 1.34"],
    ["none", undefined, "violation nothing (AWS takes the newest when it creates the cluster)"],
    ["null", null, "violation nothing (AWS takes the newest when it creates the cluster)"],
    ["a version after the calendar", "1.99", 'undecidable "1.99", which this release doesn\'t know'],
    ["one that isn't known yet", unknown, "undecidable a value not known until the update"],
  ] as const) {
    it(`judges ${what}`, () => {
      expect(judge(version)).to.deep.equal([verdict]);
    });
  }

  it("stops no preview: an existing cluster must stay changeable", () => {
    expect(rule.level).to.equal("advisory");
  });

  it("uses the day of the plan", () => {
    const [{ version, standardUntil } = { version: "", standardUntil: "" }] = supportCalendar;
    const before = process.env["CASEMATE_TODAY"];
    try {
      process.env["CASEMATE_TODAY"] = standardUntil;
      expect(rule.check({ urn: "urn", kind: "", inputs: { version } })).to.deep.equal([]);
      process.env["CASEMATE_TODAY"] = "2099-01-01";
      expect(rule.check({ urn: "urn", kind: "", inputs: { version } })).to.have.length(1);
    } finally {
      if (before === undefined) {
        delete process.env["CASEMATE_TODAY"];
      } else {
        process.env["CASEMATE_TODAY"] = before;
      }
    }
  });
});
