import { expect } from "chai";
import { config, runProgram, tenantFiles } from "./program.ts";

describe("Karpenter in a stack's config", () => {
  const karpenter = { pools: [{ class: "pci", cpuLimit: 12 }] };

  it("leaves its objects to GitOps, in an output, if the stack doesn't install it", async () => {
    const { all } = await runProgram({ ...config, karpenter }, tenantFiles);
    expect(all("casemate:nodes:KarpenterNodes")).to.have.lengthOf(1);
    expect(all("kubernetes:karpenter.sh/v1:NodePool")).to.deep.equal([]);
  });

  it("applies them if the config says so", async () => {
    const { all } = await runProgram(
      { ...config, karpenter: { ...karpenter, applyObjects: true } },
      tenantFiles,
    );
    expect(all("kubernetes:karpenter.sh/v1:NodePool")).to.have.lengthOf(1);
  });

  it("applies them after the chart, if the stack installs it", async () => {
    const platform = { karpenter: { chartRegistry: "oci://registry.example.com/charts" } };
    const network = { cidr: "10.64.0.0/16", software: ["karpenter"] };
    const { one } = await runProgram({ ...config, network, karpenter, platform }, tenantFiles);
    const pool = one("kubernetes:karpenter.k8s.aws/v1:EC2NodeClass");
    expect(pool.dependencies.some((urn) => /helm/.test(urn))).to.equal(true);
  });

  it("gives its classes to tenants", async () => {
    const { one } = await runProgram({ ...config, nodePools: [{}], karpenter }, tenantFiles);
    expect(one("casemate:cluster:HardenedCluster").inputs["nodeClasses"]).to.deep.equal(["standard", "pci"]);
  });
});
