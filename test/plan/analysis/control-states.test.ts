import { expect } from "chai";
import { controlStatuses, violationsOf } from "../../../plan/analysis/control-states.ts";
import type { Diagnostic, Verdict } from "../../../protocol/diagnostic.ts";
import { planned } from "../objects.ts";

const role = planned("kubernetes:rbac.authorization.k8s.io/v1:Role", "role");
const found = (policy: string, more: Partial<Diagnostic> = {}): Diagnostic => ({
  policy,
  enforcement: "mandatory",
  severity: "high",
  urn: role.urn,
  message: "bad",
  ...more,
});
const verdict = (...diagnostics: Diagnostic[]): Verdict => ({
  policies: [
    { name: "first", description: "First.", tags: ["control:CIS:5.1.3", "control:NSA:B:7"] },
    { name: "second", description: "Second.", tags: ["control:CIS:5.1.3", "other"] },
  ],
  diagnostics,
});
const statuses = (...diagnostics: Diagnostic[]) =>
  controlStatuses(verdict(...diagnostics), [role]).map(
    ({ framework, id, status }) => `${framework} ${id} ${status}`,
  );

describe("controls", () => {
  it("pass if no policy that serves them reports anything, with these policies as the evidence", () => {
    expect(statuses()).to.deep.equal(["CIS 5.1.3 pass", "NSA B:7 pass"]);
    expect(controlStatuses(verdict(), [role])[0]?.evidence).to.deep.equal([
      "first: First.",
      "second: Second.",
    ]);
  });

  it("fail if a policy that serves them reports a violation", () => {
    expect(statuses(found("second"))).to.deep.equal(["CIS 5.1.3 fail", "NSA B:7 pass"]);
    expect(controlStatuses(verdict(found("second")), [role])[0]?.evidence).to.deep.equal([
      "second: role: bad",
    ]);
  });

  it("are undecided if a policy can't judge before the update", () => {
    const undecided = { enforcement: "advisory", undecidable: true } as const;
    expect(statuses(found("first", undecided))).to.deep.equal(["CIS 5.1.3 undecided", "NSA B:7 undecided"]);
    const second = found("second", undecided);
    expect(statuses(second)).to.deep.equal(["CIS 5.1.3 undecided", "NSA B:7 pass"]);
    expect(violationsOf(verdict(second))).to.deep.equal([]);
  });

  it("fail on decided advice, even if its message says that it is undecidable", () => {
    const advice = found("second", { enforcement: "advisory", message: "undecidable at preview: keyArn" });
    expect(statuses(advice)).to.deep.equal(["CIS 5.1.3 fail", "NSA B:7 pass"]);
  });

  it("are left out if the stack has no resource that their policies judge", () => {
    const about = (kind: string): Verdict => ({
      policies: [{ name: "first", description: "First.", tags: ["control:CIS:1", `kind:${kind}`] }],
      diagnostics: [],
    });
    expect(controlStatuses(about("aws:eks/cluster:Cluster"), [role])).to.deep.equal([]);
    expect(controlStatuses(about("rbac.authorization.k8s.io/Role"), [role])).to.have.length(1);
    expect(controlStatuses(about(role.type), [role])).to.have.length(1);
  });

  it("are listed in violations", () => {
    expect(violationsOf(verdict(found("first")))[0]?.controls).to.deep.equal(["CIS 5.1.3", "NSA B:7"]);
  });
});

describe("a violation", () => {
  it("keeps the finding's structure", () => {
    const finding = { path: "spec.hard", received: "nothing", allowed: "cpu" };
    expect(violationsOf(verdict(found("first", finding)))[0]).to.deep.include(finding);
  });

  it("has the policy's description if its message begins with it", () => {
    const described = (message: string) => violationsOf(verdict(found("first", { message })))[0]?.description;
    expect(described("First.\nspec.hard: received nothing")).to.equal("First.");
    expect(described("Firstly, spec.hard")).to.equal(undefined);
    expect(described("First.")).to.equal(undefined);
  });
});
