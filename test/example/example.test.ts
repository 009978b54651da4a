import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { PlanDocument, PlannedResource } from "../../plan/document.ts";
import { expectGolden } from "../golden.ts";

const root = join(import.meta.dirname, "../..");

describe("the example stack", function () {
  this.timeout(60_000);
  let plan: PlanDocument;

  before(() => {
    const out = mkdtempSync(join(tmpdir(), "casemate-example-"));
    const args = ["cli/casemate.ts", "plan", "--stack", "dev", "--json", "--out", out];
    try {
      plan = JSON.parse(execFileSync(process.execPath, args, { cwd: root, encoding: "utf8" }));
    } finally {
      rmSync(out, { recursive: true, force: true });
    }
  });

  it("has the resource tree of the golden file", () => {
    expectGolden("resources.txt", tree(plan.resources, "", ""));
  });

  it("lets the traffic of the golden file pass, and no other", () => {
    const rows = plan.connectivity.map(
      ({ from, to, protocol, port }) => `${from} => ${to} : ${protocol} ${port}\n`,
    );
    expectGolden("reachability.txt", rows.join(""));
  });

  it("gives the rights of the golden file", () => {
    const rows = plan.access.map(
      ({ subject, namespace, verbs, resources }) =>
        `${subject} @ ${namespace}: ${verbs.join(",")} ${resources.join(",")}\n`,
    );
    expectGolden("who-can.txt", rows.join(""));
  });

  it("breaks no policy", () => {
    expect(plan.violations).to.deep.equal([]);
  });
});

/** Each resource under its parent, with its type and name. */
function tree(resources: readonly PlannedResource[], parent: string, indent: string): string {
  return resources
    .filter((resource) => resource.parent === parent)
    .map(({ urn, type, name }) => `${indent}${type} ${name}\n${tree(resources, urn, `${indent}  `)}`)
    .join("");
}
