import { expect } from "chai";
import { InputError } from "../../components/index.ts";
import { type ConfigValues, config, runProgram, tenantFiles } from "./program.ts";

const run = (change: ConfigValues) => runProgram({ ...config, ...change }, tenantFiles);

describe("the config of a stack", () => {
  for (const clusterName of ["2026", "true", "0x1"]) {
    it(`reads the cluster name ${clusterName} as text`, async () => {
      const { one } = await run({ clusterName });
      expect(one("casemate:cluster:HardenedCluster").name).to.equal(clusterName);
    });
  }

  it("passes every argument to its components", async () => {
    const keys = { secrets: "arn:secrets", logs: "arn:logs", disks: "arn:disks" };
    const zones = ["eu-central-1a", "eu-central-1b"];
    const { one, all } = await run({
      network: { cidr: "10.64.0.0/16", egress: "nat", zones, keys: { logs: "arn:flow-logs" } },
      keys,
      auditRetentionDays: 731,
      systemPool: { os: "al2023", minSize: 3 },
      nodePools: [
        { class: "standard", labels: { tier: "web" } },
        { class: "pci" },
        { name: "own", class: "system" },
      ],
    });
    expect(all("aws:kms/key:Key")).to.deep.equal([]);
    expect(one("casemate:network:ClusterNetwork").inputs["keys"]).to.deep.equal({ logs: "arn:flow-logs" });
    expect(one("aws:cloudwatch/logGroup:LogGroup", "dev-audit").inputs).to.deep.include({
      kmsKeyId: "arn:logs",
      retentionInDays: 731,
    });
    const pool = (name: string) => one("casemate:cluster:NodePool", name).inputs;
    expect(pool("dev-system")).to.deep.include({ os: "al2023", minSize: 3 });
    expect(pool("dev-standard")["labels"]).to.deep.equal({ tier: "web" });
    expect(pool("dev-own")["class"]).to.equal("system");
    expect(one("casemate:cluster:HardenedCluster").inputs["nodeClasses"]).to.deep.equal(["standard", "pci"]);
  });

  it("refuses text in place of a list or a number", async () => {
    const error: unknown = await run({ nodePools: "pci", auditRetentionDays: "a year" }).catch(
      (reason) => reason,
    );
    expect(error).to.be.instanceOf(InputError);
    expect((error as InputError).problems.map(({ path }) => path)).to.have.members([
      "project:nodePools",
      "project:auditRetentionDays",
    ]);
  });
});
