import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { PlanDocument, PlannedResource } from "../../plan/document.ts";
import { awsRightsTable } from "../../plan/output/aws-rights-table.ts";
import { expectGolden } from "../golden.ts";

const root = join(import.meta.dirname, "../..");

/** Plans one of the repository's own stacks. */
function planOf(stack: string): PlanDocument {
  const out = mkdtempSync(join(tmpdir(), "casemate-example-"));
  // The example's Kubernetes version is in standard support on this day.
  const args = ["cli/casemate.ts", "plan", "--stack", stack, "--json", "--out", out, "--today", "2026-11-21"];
  try {
    const text = execFileSync(process.execPath, args, { cwd: root, encoding: "utf8", maxBuffer: 2 ** 26 });
    return JSON.parse(text);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

describe("the example stack", function () {
  this.timeout(60_000);
  let plan: PlanDocument;

  before(() => {
    plan = planOf("dev");
  });

  it("has the resource tree of the golden file", () => {
    expectGolden("resources.txt", tree(plan.resources, "", ""));
  });

  it("allows exactly the traffic of the golden file", () => {
    const rows = plan.connectivity.map(
      ({ from, to, protocol, port, marks = [] }) =>
        `${[`${from} => ${to} : ${protocol} ${port}`, ...marks].join(" ! ")}\n`,
    );
    expectGolden("reachability.txt", rows.join(""));
  });

  it("grants the rights of the golden file", () => {
    const rows = plan.access.map(
      ({ subject, namespace, verbs, resources }) =>
        `${subject} @ ${namespace}: ${verbs.join(",")} ${resources.join(",")}\n`,
    );
    expectGolden("who-can.txt", rows.join(""));
  });

  it("grants the rights in AWS of the golden file", () => {
    expectGolden("aws-rights.txt", awsRightsTable(plan));
  });

  it("violates no policy", () => {
    expect(plan.violations).to.deep.equal([]);
  });
});

// Pulumi replaces a resource whose URN changes, unless it has an alias.
describe("the URNs of the repository's stacks", function () {
  this.timeout(60_000);

  for (const stack of ["dev", "prod-network", "prod-platform", "prod-tenants"]) {
    it(`are those of the golden file: ${stack}`, () => {
      const urns = planOf(stack).resources.map(({ urn }) => `${urn}\n`);
      expectGolden(`urns/${stack}.txt`, urns.sort().join(""));
    });
  }
});

/** The type and name of each resource, indented under its parent. */
function tree(resources: readonly PlannedResource[], parent: string, indent: string): string {
  return resources
    .filter((resource) => resource.parent === parent)
    .map(({ urn, type, name }) => `${indent}${type} ${name}\n${tree(resources, urn, `${indent}  `)}`)
    .join("");
}
