import { expect } from "chai";
import { supportCalendar, supportOn } from "../../../calendar/kubernetes-support.ts";
import { addonLock } from "../../../components/cluster/addons/addon-lock.ts";
import {
  endedVersionProblem,
  judgeVersion,
  supportedVersionControl,
  unknownVersionProblem,
  type VersionRequest,
} from "../../../components/cluster/version-support.ts";

describe("Kubernetes versions", () => {
  for (const unknown of ["1.20", "1.99", "1.35.2", "v1.35", "latest", ""]) {
    it(`refuses ${JSON.stringify(unknown)}, which the calendar doesn't have`, () => {
      expect(unknownVersionProblem(unknown, "2026-11-21")).to.include({
        path: "kubernetesVersion",
        received: unknown,
        fix: 'Write only major and minor; the newest is "1.36".',
      });
    });
  }

  it("recommends an update of Casemate when the calendar has run out", () => {
    expect(endedVersionProblem("1.36", "2040-01-01")?.fix).to.contain("update Casemate");
    expect(unknownVersionProblem("1.37", "2040-01-01")?.fix).to.contain("update Casemate");
  });

  it("has locked add-ons for each version that was in standard support on the day of the lock", () => {
    const supported = supportCalendar.filter(({ version }) => supportOn("2026-11-21", version).isStandard);
    expect(Object.keys(addonLock)).to.deep.equal(supported.map(({ version }) => version));
  });
});

describe("a version at the end of its standard support", () => {
  const lastDay = "2026-12-02";
  const dayAfter = "2026-12-03";
  const waiver = {
    control: supportedVersionControl,
    reason: "the upgrade waits for the billing team's tests",
    owner: "platform",
    expires: "2027-01-31",
  };
  const judge = (request: Partial<VersionRequest>, today = dayAfter) =>
    judgeVersion({ version: "1.34", waivers: [], existing: { version: "1.34" }, ...request }, today);

  it("passes on the last day with any state of the account", () => {
    for (const existing of [undefined, "absent" as const, { version: "1.33" }, { version: "1.34" }]) {
      expect(judge({ existing }, lastDay)).to.deep.equal({});
    }
  });

  it("is refused to a new cluster on the next day, with or without a waiver", () => {
    for (const waivers of [[], [waiver]]) {
      const { problem } = judge({ existing: "absent", waivers });
      expect(problem?.allowed).to.equal("a version in standard support: 1.35, 1.36");
      expect(problem?.fix).to.contain("ended on 2026-12-02").and.to.contain('the newest is "1.36"');
    }
  });

  it("is refused to a cluster with another version, even with a waiver", () => {
    expect(judge({ existing: { version: "1.33" }, waivers: [waiver] }).problem).to.not.equal(undefined);
  });

  it("needs a waiver if the cluster runs it already", () => {
    expect(judge({}).problem?.fix).to.contain(`a waiver of ${supportedVersionControl}`);
    const verdict = judge({ waivers: [waiver] });
    expect(verdict.problem).to.equal(undefined);
    expect(verdict.warning).to.contain("platform waived this until 2027-01-31");
  });

  it("is refused with a waiver that has expired or names another control", () => {
    expect(judge({ waivers: [waiver] }, "2027-02-01").problem).to.not.equal(undefined);
    expect(judge({ waivers: [{ ...waiver, control: "rbac-no-wildcards" }] }).problem).to.not.equal(undefined);
  });

  it("is a warning if no account says whether the cluster exists", () => {
    const { problem, warning } = judge({ existing: undefined });
    expect(problem).to.equal(undefined);
    expect(warning).to.contain("A new cluster is refused");
  });
});
