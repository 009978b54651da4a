import { expect } from "chai";
import { addonLock } from "../../../components/cluster/addons/addon-lock.ts";
import { supportCalendar, versionProblem } from "../../../components/cluster/kubernetes-versions.ts";

describe("Kubernetes versions", () => {
  it("accepts a version on the last day of its standard support", () => {
    expect(versionProblem("1.34", "2026-12-02")).to.equal(undefined);
  });

  it("refuses it the day after, naming the newest", () => {
    const problem = versionProblem("1.34", "2026-12-03");
    expect(problem?.allowed).to.equal("a version in standard support: 1.35, 1.36");
    expect(problem?.fix).to.contain("ended on 2026-12-02").and.to.contain('the newest is "1.36"');
  });

  for (const unknown of ["1.20", "1.99", "1.35.2", "v1.35", "latest", ""]) {
    it(`refuses ${JSON.stringify(unknown)}, which the calendar doesn't have`, () => {
      expect(versionProblem(unknown, "2026-11-21")).to.include({
        path: "kubernetesVersion",
        received: unknown,
      });
    });
  }

  it("says so when the calendar itself has run out", () => {
    expect(versionProblem("1.36", "2040-01-01")?.fix).to.contain("update Casemate");
  });

  it("is in order, each with extended support after standard", () => {
    for (const [index, { standardUntil, extendedUntil }] of supportCalendar.entries()) {
      expect(standardUntil < extendedUntil).to.equal(true);
      expect((supportCalendar[index - 1]?.standardUntil ?? "") < standardUntil).to.equal(true);
    }
  });

  it("has locked add-ons for each version that was in standard support when the lock was made", () => {
    const supported = supportCalendar.filter(
      ({ version }) => versionProblem(version, "2026-11-21") === undefined,
    );
    expect(Object.keys(addonLock)).to.deep.equal(supported.map(({ version }) => version));
  });
});
