import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { HardenedCluster } from "../../components/index.ts";
import { platformOutput } from "../../stacks/outputs.ts";
import { platformOutputs } from "../../stacks/platform-layer.ts";
import { clusterArgs, controlPlane } from "../components/cluster/cluster.ts";
import { deploy } from "../harness.ts";

describe("what a platform stack exports", () => {
  it("is what a tenants stack reads, including the namespaces that are exempt from admission", async () => {
    const exemptNamespaces = [{ name: "legacy", reason: "moves out next year" }];
    let exported: unknown;
    await deploy(
      () => {
        const cluster = new HardenedCluster("prod", {
          ...clusterArgs,
          nodeClasses: ["pci"],
          exemptNamespaces,
        });
        return pulumi.output(platformOutputs(cluster)).apply((outputs) => {
          exported = outputs.platform;
        });
      },
      { outputs: (type) => (type === "eks:index:Cluster" ? { eksCluster: controlPlane } : {}) },
    );
    expect(platformOutput.parse(exported)).to.deep.include({ clusterName: "prod", exemptNamespaces });
  });
});
