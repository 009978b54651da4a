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
        fix: 'Write major and minor alone; the newest is "1.36".',
      });
    });
  }

  it("says so when the calendar itself has run out", () => {
    expect(endedVersionProblem("1.36", "2040-01-01")?.fix).to.contain("update Casemate");
    expect(unknownVersionProblem("1.37", "2040-01-01")?.fix).to.contain("update Casemate");
  });

  it("has locked add-ons for each version that was in standard support when the lock was made", () => {
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

  it("is fine on the last day, whatever the account has", () => {
    for (const existing of [undefined, { version: undefined }, { version: "1.33" }, { version: "1.34" }]) {
      expect(judge({ existing }, lastDay)).to.deep.equal({});
    }
  });

  it("is refused to a new cluster the day after, waiver or not", () => {
    for (const waivers of [[], [waiver]]) {
      const { problem } = judge({ existing: { version: undefined }, waivers });
      expect(problem?.allowed).to.equal("a version in standard support: 1.35, 1.36");
      expect(problem?.fix).to.contain("ended on 2026-12-02").and.to.contain('the newest is "1.36"');
    }
  });

  it("is refused to a cluster that would be set to it, waiver or not", () => {
    expect(judge({ existing: { version: "1.33" }, waivers: [waiver] }).problem).to.not.equal(undefined);
  });

  it("needs a waiver where the cluster runs it already", () => {
    expect(judge({}).problem?.fix).to.contain(`a waiver of ${supportedVersionControl}`);
    const granted = judge({ waivers: [waiver] });
    expect(granted.problem).to.equal(undefined);
    expect(granted.warning).to.contain("platform waived this until 2027-01-31");
  });

  it("isn't granted by a waiver that has expired or is of something else", () => {
    expect(judge({ waivers: [waiver] }, "2027-02-01").problem).to.not.equal(undefined);
    expect(judge({ waivers: [{ ...waiver, control: "rbac-no-wildcards" }] }).problem).to.not.equal(undefined);
  });

  it("is a warning where no account says whether the cluster exists", () => {
    const { problem, warning } = judge({ existing: undefined });
    expect(problem).to.equal(undefined);
    expect(warning).to.contain("A new cluster is refused");
  });
});
