import { expect } from "chai";
import { controlStatuses, violationsOf } from "../../../plan/analysis/control-states.ts";
import type { Diagnostic, Verdict } from "../../../protocol/verdict.ts";
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
const preview =
  "can't run policy 'first' from policy pack 'x@v1' during preview: value at .arn can't be known";

describe("controls", () => {
  it("pass when all that serves them is silent, with what judged as the evidence", () => {
    expect(statuses()).to.deep.equal(["CIS 5.1.3 pass", "NSA B:7 pass"]);
    expect(controlStatuses(verdict(), [role])[0]?.evidence).to.deep.equal([
      "first: First.",
      "second: Second.",
    ]);
  });

  it("fail when one that serves them isn't", () => {
    expect(statuses(found("second"))).to.deep.equal(["CIS 5.1.3 fail", "NSA B:7 pass"]);
    expect(controlStatuses(verdict(found("second")), [role])[0]?.evidence).to.deep.equal([
      "second: role: bad",
    ]);
  });

  it("are undecided when one can't judge before the update", () => {
    const advisory = { enforcement: "advisory" } as const;
    expect(statuses(found("first", { ...advisory, message: preview }))).to.deep.equal([
      "CIS 5.1.3 undecided",
      "NSA B:7 undecided",
    ]);
    const own = found("second", { ...advisory, message: "undecidable at preview: keyArn" });
    expect(statuses(own)).to.deep.equal(["CIS 5.1.3 undecided", "NSA B:7 pass"]);
    expect(violationsOf(verdict(own))).to.deep.equal([]);
  });

  it("are left out when the stack has nothing that they are about", () => {
    const about = (kind: string): Verdict => ({
      policies: [{ name: "first", description: "First.", tags: ["control:CIS:1", `kind:${kind}`] }],
      diagnostics: [],
    });
    expect(controlStatuses(about("aws:eks/cluster:Cluster"), [role])).to.deep.equal([]);
    expect(controlStatuses(about("rbac.authorization.k8s.io/Role"), [role])).to.have.length(1);
    expect(controlStatuses(about(role.type), [role])).to.have.length(1);
  });

  it("stand on violations", () => {
    expect(violationsOf(verdict(found("first")))[0]?.controls).to.deep.equal(["CIS 5.1.3", "NSA B:7"]);
  });
});
