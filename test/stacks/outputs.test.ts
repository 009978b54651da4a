import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { HardenedCluster } from "../../components/index.ts";
import { networkOutput, platformOutput } from "../../stacks/outputs.ts";
import { platformOutputs } from "../../stacks/platform-layer.ts";
import { clusterArgs, controlPlane, network } from "../components/cluster/cluster.ts";
import { deploy } from "../harness.ts";

describe("what a platform stack exports", () => {
  it("is what a tenants stack reads, including the namespaces that are exempt from admission", async () => {
    const exemptNamespaces = [{ name: "legacy", reason: "moves out next year" }];
    const permissionsBoundary = "arn:aws:iam::111122223333:policy/boundary";
    let exported: unknown;
    await deploy(
      () => {
        const cluster = new HardenedCluster("prod", {
          ...clusterArgs,
          network: {
            ...network,
            additionalCidrs: ["100.64.0.0/16"],
            controlPlaneCidrs: ["10.64.192.0/28"],
            endpointServices: ["s3", "sts"],
          },
          nodeClasses: ["pci"],
          exemptNamespaces,
          permissionsBoundary,
          connectedNetworks: [{ cidr: "10.20.0.0/24", reason: "acquirer, over the peering" }],
        });
        return pulumi.output(platformOutputs(cluster)).apply((outputs) => {
          exported = outputs.platform;
        });
      },
      { outputs: (type) => (type === "eks:index:Cluster" ? { eksCluster: controlPlane } : {}) },
    );
    expect(platformOutput.parse(exported)).to.deep.include({
      clusterName: "prod",
      exemptNamespaces,
      additionalCidrs: ["100.64.0.0/16"],
      controlPlaneCidrs: ["10.64.192.0/28"],
      egress: "none",
      connectedCidrs: ["10.20.0.0/24"],
      networkPolicyMode: "strict",
      endpointServices: ["s3", "sts"],
      nodeSecurityGroupId: "prod-nodes-id",
      controlPlaneSecurityGroupId: "prod-control-plane-id",
      permissionsBoundary,
    });
    // For users and their own stacks.
    expect(exported).to.deep.include({
      endpoint: controlPlane.endpoint,
      oidcIssuer: controlPlane.identities[0]?.oidcs[0]?.issuer,
      nodeSubnetIds: network.privateSubnetIds,
    });
    expect(exported).to.have.property("oidcProviderArn").that.is.a("string");
  });

  it("still reads the outputs of the last release, which lack its new facts", () => {
    const platform = {
      clusterName: "prod",
      kubernetesVersion: "1.35",
      vpcCidr: "10.64.0.0/16",
      serviceCidr: "172.20.0.0/16",
      groupsPrefix: "oidc:",
      nodeClasses: ["pci"],
      exemptNamespaces: [],
      kubeconfig: "{}",
    };
    expect(platformOutput.parse(platform)).to.deep.equal(platform);
    const oldNetwork = {
      vpcId: "vpc-1",
      cidr: "10.64.0.0/16",
      egress: "none",
      privateSubnetIds: ["subnet-1", "subnet-2"],
      controlPlaneSubnetIds: ["subnet-3", "subnet-4"],
      s3PrefixListId: "pl-1",
    };
    expect(networkOutput.parse(oldNetwork)).to.deep.equal(oldNetwork);
  });
});
