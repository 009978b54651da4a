import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { assertSealed, seals, sealTransform } from "../../../components/cluster/seals.ts";
import { deploy } from "../../harness.ts";
import { clusterArgs, controlPlane, deployCluster } from "./cluster.ts";

/** How the engine writes a value that isn't known yet. */
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A copy of `object` with one nested property changed, or removed if `value` is `undefined`. */
function change(
  object: unknown,
  [key = "", ...rest]: readonly string[],
  value: unknown,
): Record<string, unknown> {
  const { [key]: old, ...others } = object as Record<string, unknown>;
  return value === undefined && rest.length === 0
    ? others
    : { ...others, [key]: rest.length === 0 ? value : change(old, rest, value) };
}

const message = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => "passed",
    (error: unknown) => String(error),
  );

describe("seals", () => {
  const unsafeValues: readonly (readonly [string, unknown])[] = [
    ["accessConfig.authenticationMode", "API_AND_CONFIG_MAP"],
    ["accessConfig.bootstrapClusterCreatorAdminPermissions", true],
    ["vpcConfig.endpointPublicAccess", true],
    ["vpcConfig.endpointPrivateAccess", false],
    ["enabledClusterLogTypes", ["api", "audit", "authenticator", "controllerManager"]],
    ["encryptionConfig.provider.keyArn", "arn:aws:kms:eu-central-1:111122223333:key/other"],
    ["upgradePolicy.supportType", "EXTENDED"],
    ["deletionProtection", false],
  ];

  it("all have a test here", () => {
    const paths = seals("key", undefined).map(({ path }) => path.join("."));
    expect(unsafeValues.map(([path]) => path)).to.deep.equal(paths);
  });

  it("accept a sealed cluster", async () => {
    expect(await message(deployCluster())).to.equal("passed");
  });

  for (const [path, value] of unsafeValues) {
    it(`refuse an unsafe ${path}`, async () => {
      const eksCluster = change(controlPlane, path.split("."), value);
      expect(await message(deployCluster({}, { eksCluster }))).to.contain(`${path} of the cluster is sealed`);
    });

    it(`refuse a missing ${path}`, async () => {
      const eksCluster = change(controlPlane, path.split("."), undefined);
      expect(await message(deployCluster({}, { eksCluster }))).to.contain(`${path} of the cluster is sealed`);
    });
  }

  it("refuse it at preview, with other properties unknown", async () => {
    const vpcConfig = {
      ...controlPlane.vpcConfig,
      endpointPublicAccess: true,
      clusterSecurityGroupId: unknown,
    };
    const options = { eksCluster: { ...controlPlane, vpcConfig }, preview: true };
    expect(await message(deployCluster({}, options))).to.contain("vpcConfig.endpointPublicAccess");
  });

  it("refuse it in a resource of the engine, whose properties are outputs", async () => {
    const vpcConfig = { subnetIds: [], endpointPublicAccess: true, clusterSecurityGroupId: unknown };
    const program = () => {
      const cluster = new aws.eks.Cluster("prod", { roleArn: "arn", vpcConfig });
      assertSealed("test", pulumi.output(cluster), [
        { path: ["vpcConfig", "endpointPublicAccess"], value: false, otherwise: "" },
      ]);
    };
    const outputs = () => ({ vpcConfig });
    expect(await message(deploy(program, { preview: true, outputs }))).to.contain(
      "vpcConfig.endpointPublicAccess",
    );
  });

  it("accept a value that isn't known yet", async () => {
    const options = { eksCluster: { ...controlPlane, vpcConfig: unknown }, preview: true };
    expect(await message(deployCluster({}, options))).to.equal("passed");
  });

  it("accept a disposable cluster without deletion protection", async () => {
    const eksCluster = { ...controlPlane, deletionProtection: false };
    expect(
      await message(deployCluster({ ...clusterArgs, lifecycle: "disposable" }, { eksCluster })),
    ).to.equal("passed");
  });
});

describe("the transform that seals", () => {
  const transform = sealTransform(seals("key-arn", undefined));
  const run = async (type: string, props: Record<string, unknown>) =>
    (await transform({ custom: true, type, name: "x", props, opts: {} }))?.props;

  it("overwrites every sealed property, and keeps the others", async () => {
    const subnetIds = pulumi.output(["subnet-1"]);
    const props = await run("aws:eks/cluster:Cluster", {
      name: "prod",
      accessConfig: { authenticationMode: "CONFIG_MAP", bootstrapClusterCreatorAdminPermissions: true },
      vpcConfig: { endpointPublicAccess: true, subnetIds },
    });
    expect(props).to.deep.equal({
      name: "prod",
      accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
      vpcConfig: { endpointPublicAccess: false, endpointPrivateAccess: true, subnetIds },
      enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
      encryptionConfig: { provider: { keyArn: "key-arn" } },
      upgradePolicy: { supportType: "STANDARD" },
      deletionProtection: true,
    });
  });

  it("leaves other resources alone", async () => {
    expect(await run("aws:eks/addon:Addon", {})).to.equal(undefined);
  });
});
