import { expect } from "chai";
import { type Expansion, expansions } from "../../../plan/engine/expansions.ts";
import type { Registration } from "../../../plan/engine/registration.ts";
import { markers } from "../../../plan/engine/sdk.ts";
import type { JsonObject } from "../../../plan/json.ts";

const reference = (urn: string, id: string): JsonObject => ({ [markers.kind]: markers.resource, urn, id });
const validInputs: JsonObject = {
  name: "prod",
  version: "1.35",
  serviceRole: reference("role", "prod-role"),
  clusterSecurityGroup: reference("group", "sg-1"),
  skipDefaultSecurityGroups: true,
  skipDefaultNodeGroup: true,
  createInstanceRole: false,
  createOidcProvider: false,
  authenticationMode: "API",
  useDefaultVpcCni: true,
  kubeProxyAddonOptions: { enabled: false },
  corednsAddonOptions: { enabled: false },
  bootstrapSelfManagedAddons: false,
  subnetIds: ["subnet-1", "subnet-2"],
  endpointPrivateAccess: true,
  endpointPublicAccess: false,
  encryptionConfigKeyArn: "arn:key",
  kubernetesServiceIpAddressRange: "172.20.0.0/16",
};

function expandCluster(inputs: JsonObject): Expansion {
  const component = {
    type: "eks:index:Cluster",
    name: "prod",
    urn: "cluster",
    inputs,
    provider: "",
    providers: { aws: "aws::1" },
  };
  const stateOf = (urn: string) =>
    urn === "role" ? { arn: "arn:role" } : { vpcConfig: { clusterSecurityGroupId: "sg-2" } };
  const expansion = expansions["eks:index:Cluster"]?.(component as unknown as Registration, stateOf);
  if (expansion === undefined) {
    throw new Error("eks:index:Cluster isn't in the table");
  }
  return expansion;
}

describe("eks:index:Cluster", () => {
  it("creates a cluster and a provider", () => {
    const { children } = expandCluster(validInputs);
    expect(children.map(({ type, name }) => `${type} ${name}`)).to.deep.equal([
      "aws:eks/cluster:Cluster prod-eksCluster",
      "pulumi:providers:kubernetes prod-eks-k8s",
    ]);
    expect(children[0]?.provider).to.equal("aws::1");
  });

  it("passes its inputs to the cluster, and its creator becomes an administrator", () => {
    const inputs = JSON.parse(JSON.stringify(expandCluster(validInputs).children[0]?.inputs));
    expect(inputs).to.deep.equal({
      accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: true },
      bootstrapSelfManagedAddons: false,
      encryptionConfig: { provider: { keyArn: "arn:key" }, resources: ["secrets"] },
      kubernetesNetworkConfig: { ipFamily: "ipv4", serviceIpv4Cidr: "172.20.0.0/16" },
      name: "prod",
      roleArn: "arn:role",
      tags: { Name: "prod-eksCluster" },
      version: "1.35",
      vpcConfig: {
        endpointPrivateAccess: true,
        endpointPublicAccess: false,
        securityGroupIds: ["sg-1"],
        subnetIds: ["subnet-1", "subnet-2"],
      },
    });
  });

  it("has references to its children as outputs", () => {
    const outputs = expandCluster(validInputs).outputs(
      (name) => reference(name, name),
      () => ({}),
    );
    expect(outputs["eksCluster"]).to.deep.equal(reference("prod-eksCluster", "prod-eksCluster"));
    expect(outputs["clusterSecurityGroupId"]).to.equal("sg-1");
  });

  const more: readonly [option: string, change: JsonObject][] = [
    ["serviceRole", { serviceRole: undefined }],
    ["skipDefaultSecurityGroups", { skipDefaultSecurityGroups: false }],
    ["skipDefaultNodeGroup", { skipDefaultNodeGroup: undefined }],
    ["createInstanceRole", { createInstanceRole: undefined }],
    ["createOidcProvider", { createOidcProvider: true }],
    ["useDefaultVpcCni", { useDefaultVpcCni: false }],
    ["kubeProxyAddonOptions", { kubeProxyAddonOptions: {} }],
    ["corednsAddonOptions", { corednsAddonOptions: undefined }],
    ["authenticationMode", { authenticationMode: "CONFIG_MAP" }],
    ["fargate", { fargate: true }],
  ];
  for (const [option, change] of more) {
    it(`is refused if ${option} would add children that the table doesn't have`, () => {
      expect(() => expandCluster({ ...validInputs, ...change })).to.throw(option);
    });
  }
});
