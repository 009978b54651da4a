import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import {
  type ProviderIdentity,
  tokenIdentity,
  tokenProblems,
} from "../../../../components/cluster/access/token-identity.ts";
import { HardenedCluster } from "../../../../components/cluster/hardened-cluster.ts";
import { deploy } from "../../../harness.ts";
import { clusterArgs, controlPlane, deployer } from "../cluster.ts";

const roleArn = "arn:aws:iam::111122223333:role/deployer";

describe("the identity of a kubeconfig's tokens", () => {
  it("is the provider's: profile, files and role", () => {
    expect(tokenIdentity({}, undefined)).to.deep.equal({ environment: {}, role: undefined });
    expect(
      tokenIdentity(
        {
          profile: "prod-admin",
          sharedConfigFiles: ["/etc/aws/config"],
          sharedCredentialsFiles: ["/etc/aws/credentials"],
          assumeRoles: [{ roleArn }],
        },
        undefined,
      ),
    ).to.deep.equal({
      environment: {
        AWS_PROFILE: "prod-admin",
        AWS_CONFIG_FILE: "/etc/aws/config",
        AWS_SHARED_CREDENTIALS_FILE: "/etc/aws/credentials",
      },
      role: roleArn,
    });
    expect(tokenIdentity({ profile: "base" }, roleArn)).to.deep.equal({
      environment: { AWS_PROFILE: "base" },
      role: roleArn,
    });
  });

  const refused: [string, ProviderIdentity, string | undefined][] = [
    ["its own keys", { hasOwnCredentials: true }, undefined],
    ["several files", { sharedConfigFiles: ["a", "b"] }, undefined],
    ["a chain of roles", { assumeRoles: [{ roleArn }, { roleArn: `${roleArn}2` }] }, undefined],
    ["an external id", { assumeRoles: [{ roleArn, externalId: "x" }] }, undefined],
    ["another role than the deploy role", { assumeRoles: [{ roleArn }] }, `${roleArn}2`],
  ];
  for (const [what, identity, deployRole] of refused) {
    it(`can't be a provider's with ${what}`, () => {
      const [problem, ...others] = tokenProblems(identity, deployRole);
      expect(others).to.deep.equal([]);
      expect(problem?.path).to.equal("deployRole");
    });
  }

  it("can be each other provider's", () => {
    expect(tokenProblems({}, undefined)).to.deep.equal([]);
    expect(tokenProblems({ profile: "a", sharedConfigFiles: ["b"] }, roleArn)).to.deep.equal([]);
    expect(tokenProblems({ assumeRoles: [{ roleArn }] }, roleArn)).to.deep.equal([]);
  });

  // Config belongs to the process, and other tests must not see it.
  afterEach(() => pulumi.runtime.setAllConfig({}));

  const execOf = async (config: Record<string, string>, provider?: () => aws.Provider) => {
    const stack = await deploy(
      () => {
        pulumi.runtime.setAllConfig(config);
        const own = provider?.();
        new HardenedCluster("prod", clusterArgs, own && { providers: [own] });
      },
      { outputs: (type) => (type === "eks:index:Cluster" ? { eksCluster: controlPlane } : {}) },
    );
    return JSON.parse(stack.one("pulumi:providers:kubernetes", "prod").inputs["kubeconfig"]).users[0].user
      .exec;
  };

  it("follows aws:profile of the stack's config", async () => {
    const exec = await execOf({ "aws:profile": "prod-admin" });
    expect(exec.env).to.deep.equal([{ name: "AWS_PROFILE", value: "prod-admin" }]);
    expect((await execOf({})).env).to.equal(undefined);
  });

  it("follows aws:assumeRoles, and the provider that the component gets", async () => {
    const roles = JSON.stringify([{ roleArn: deployer, sessionName: "up" }]);
    expect((await execOf({ "aws:assumeRoles": roles })).args).to.include.members(["--role-arn", deployer]);
    const own = await execOf(
      { "aws:profile": "other" },
      () => new aws.Provider("own", { profile: "mine", assumeRoles: [{ roleArn: deployer }] }),
    );
    expect(own.env).to.deep.equal([{ name: "AWS_PROFILE", value: "mine" }]);
    expect(own.args).to.include.members(["--role-arn", deployer]);
  });

  it("refuses the cluster, before any resource, if the AWS CLI can't act as the provider", async () => {
    const failure = await execOf({ "aws:accessKey": "AKIA", "aws:secretKey": "x" }).catch(
      (error: Error) => error.message,
    );
    expect(failure).to.include("deployRole: received").and.include("aws:profile").and.not.include("AKIA");
  });
});
