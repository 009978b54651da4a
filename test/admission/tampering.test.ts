import { expect } from "chai";
import { policyTamperingPattern } from "../../components/admission/tampering.ts";
// From the audit log of a kube-apiserver 1.36 with EKS's audit policy; bodies, addresses and times cut.
import events from "./audit-events.json" with { type: "json" };
import { filterPattern } from "./filter-pattern.ts";

describe("the pattern for tampering with admission policies", () => {
  const matches = filterPattern(policyTamperingPattern);

  for (const [what, event] of Object.entries(events.matching)) {
    it(`matches ${what}`, () => {
      expect(matches(event)).to.equal(true);
    });
  }

  for (const [what, event] of Object.entries(events.other)) {
    it(`leaves out ${what}`, () => {
      expect(matches(event)).to.equal(false);
    });
  }

  it("fits into a metric filter", () => {
    expect(policyTamperingPattern).to.have.lengthOf.at.most(1024);
  });
});
