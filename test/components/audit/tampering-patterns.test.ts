import { expect } from "chai";
import { admissionPolicies } from "../../../components/admission/policies/index.ts";
import { policyTamperingPattern, refusalPattern } from "../../../components/audit/tampering-patterns.ts";
import { systemNamespaces } from "../../../components/contract/exempt-namespaces.ts";
// From the audit log of a kube-apiserver 1.36 with EKS's audit policy; without bodies, addresses and times.
import events from "./audit-events.json" with { type: "json" };
import { filterPattern } from "./filter-pattern.ts";

describe("the pattern for tampering with admission policies", () => {
  const matches = filterPattern(policyTamperingPattern);

  const isRefusal = filterPattern(refusalPattern);
  /** Refused requests that concern no object of the platform: mistakes of users. */
  const mistakes = ["refused create of services", "refused create of pods/exec"];

  for (const [what, event] of Object.entries(events.matching)) {
    it(`${mistakes.includes(what) ? "leaves out" : "matches"} ${what}`, () => {
      expect(matches(event)).to.equal(!mistakes.includes(what));
      expect(isRefusal(event)).to.equal(what.startsWith("refused "));
    });
  }

  for (const [what, event] of Object.entries(events.other)) {
    it(`leaves out ${what}`, () => {
      expect(matches(event)).to.equal(false);
      expect(isRefusal(event)).to.equal(false);
    });
  }

  it("names only policies that exist", () => {
    const patternNames = [...policyTamperingPattern.matchAll(/AdmissionPolicy '(casemate-[a-z-]+)/g)].map(
      ([, name]) => name,
    );
    const policyNames: readonly string[] = admissionPolicies(systemNamespaces).map(({ name }) => name);
    expect(patternNames).to.have.lengthOf.above(1);
    expect(patternNames.filter((name) => name === undefined || !policyNames.includes(name))).to.deep.equal(
      [],
    );
  });

  it("fits into a metric filter", () => {
    expect(policyTamperingPattern).to.have.lengthOf.at.most(1024);
  });
});
