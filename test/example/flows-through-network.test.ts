import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { PlanDocument } from "../../plan/document.ts";
import { casemate } from "../cli/run.ts";

const root = join(import.meta.dirname, "../..");

const tenant = `
name: shop
team: shop
calls:
  - { to: { cidr: 10.64.224.0/24 }, port: 5432, reason: the database in the VPC }
  - { to: { cidr: 10.64.225.0/24 }, port: 30000, endPort: 30100, protocol: UDP, reason: media }
  - { to: { cidr: 203.0.113.0/24 }, port: 587, reason: mail }
  - { to: { cidr: 10.30.4.0/28 }, port: 5432, reason: the warehouse }
accepts:
  - { from: { namespace: shpo }, port: 8080 }
`;

describe("flows of a tenant through the network of the example", function () {
  this.timeout(60_000);
  let directory = "";
  before(() => {
    directory = mkdtempSync(join(tmpdir(), "casemate-flows-"));
    writeFileSync(join(directory, "shop.yaml"), tenant);
  });
  after(() => {
    rmSync(directory, { recursive: true });
  });

  const planOf = (stack: string) => {
    const out = mkdtempSync(join(tmpdir(), "casemate-flows-out-"));
    const args = ["plan", "--stack", stack, "--tenants", directory, "--today", "2026-11-21", "--out", out];
    const run = casemate(root, [...args, "--json", "--strict"]);
    rmSync(out, { recursive: true });
    return { ...run, document: JSON.parse(run.stdout) as PlanDocument };
  };
  const marks = ({ connectivity }: PlanDocument) =>
    Object.fromEntries(
      connectivity
        .filter(({ from }) => from === "shop")
        .map(({ to, protocol, port, marks: own = [] }) => [`${to} ${protocol} ${port}`, own.join()]),
    );

  it("have their rules, and no route beyond the VPC without egress", () => {
    const { code, stderr, document } = planOf("dev");
    expect(marks(document)).to.deep.include({
      "10.64.224.0/24 TCP 5432": "",
      "10.64.225.0/24 UDP 30000-30100": "",
      "203.0.113.0/24 TCP 587": "no route",
      "10.30.4.0/28 TCP 5432": "no route",
    });
    const lists = document.resources.filter(({ type }) => type.endsWith(":ManagedPrefixList"));
    expect(lists.map(({ name }) => name)).to.deep.equal([
      "dev-flows-to-tcp-5432",
      "dev-flows-to-tcp-587",
      "dev-flows-to-udp-30000-30100",
    ]);
    expect(document.halfOpen.map(({ missing, didYouMean }) => [missing, didYouMean])).to.deep.equal([
      ["shpo", "shop"],
    ]);
    expect(code).to.equal(1);
    expect(stderr.match(/^strict: /gm)).to.have.length(3);
  });

  it("get the facts of the cluster from the platform's stack", () => {
    const { document } = planOf("prod-tenants");
    // The example's VPC is 10.80.0.0/16.
    expect(new Set(Object.values(marks(document)))).to.deep.equal(new Set(["", "no route"]));
    const [list] = document.resources.filter(({ type }) => type.endsWith(":SecurityGroupEgressRule"));
    expect(list?.inputs["securityGroupId"]).to.equal("sg-prod-nodes");
  });
});
