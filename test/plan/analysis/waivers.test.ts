import { expect } from "chai";
import { excuse, expiredWaivers, waiversOf } from "../../../plan/analysis/waivers.ts";
import type { PlannedResource, Violation } from "../../../plan/document.ts";
import { planned } from "../objects.ts";

const today = "2026-11-21";
const component = (expires: string): PlannedResource =>
  planned("test:index:Home", "home", {
    custom: false,
    inputs: { waivers: [{ control: "no-wildcards", reason: "moving", owner: "platform", expires }] },
  });
const role = planned("test:index:Role", "role", { parent: component(today).urn });
const violation = (urn: string, more: Partial<Violation> = {}): Violation => ({
  policy: "no-wildcards",
  enforcement: "mandatory",
  severity: "high",
  urn,
  message: "",
  controls: ["CIS 5.1.3"],
  ...more,
});
const judge = (expires: string, found: Violation) => {
  const resources = [component(expires), role, planned("test:index:Role", "elsewhere")];
  return excuse([found], waiversOf(resources), resources, today)[0]?.waiver?.owner;
};

describe("waivers", () => {
  it("excuse violations of their policy in the component that declares them and in its children", () => {
    expect(judge("2026-12-31", violation(component("").urn))).to.equal("platform");
    expect(judge("2026-12-31", violation(role.urn))).to.equal("platform");
  });

  it("are valid on their last day, and not on the next day", () => {
    expect(judge(today, violation(role.urn))).to.equal("platform");
    expect(judge("2026-11-20", violation(role.urn))).to.equal(undefined);
  });

  it("don't excuse other resources or other policies, and don't work with a date in a wrong format", () => {
    expect(judge("2026-12-31", violation(planned("test:index:Role", "elsewhere").urn))).to.equal(undefined);
    expect(judge("2026-12-31", violation(role.urn, { policy: "other" }))).to.equal(undefined);
    expect(judge("31.12.2026", violation(role.urn))).to.equal(undefined);
  });

  it("can name a control that the policy serves", () => {
    const found = violation(role.urn, { policy: "other", controls: ["no-wildcards"] });
    expect(judge("2026-12-31", found)).to.equal("platform");
  });

  it("are violations after they have expired", () => {
    const waivers = waiversOf([component("2026-11-20"), component("2026-11-22")]);
    expect(expiredWaivers(waivers, today)).to.have.length(1);
    expect(expiredWaivers(waivers, today)[0]).to.deep.include({
      policy: "waiver-expired",
      enforcement: "mandatory",
    });
  });
});
