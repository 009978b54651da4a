import { join } from "node:path";
import { expect } from "chai";
import { failed, succeeded, Workspace } from "./workspace.ts";

describe("a seal of HardenedCluster", () => {
  let workspace: Workspace;
  let options: { cwd: string };
  const preview = (undo: string, ...args: string[]) =>
    workspace.pulumi(["preview", "--stack", "sealed", "--config", `undo=${undo}`, ...args], options);

  before(async () => {
    workspace = await Workspace.create();
    options = { cwd: workspace.program("unsealed") };
    await workspace.initStack("sealed", options);
  });
  after(() => workspace.dispose());

  it("holds if the caller's transform changes nothing", async () => {
    succeeded(await preview("nothing"));
  });

  const changed: [string, string][] = [
    ["public endpoint", "vpcConfig.endpointPublicAccess"],
    ["creator admin", "accessConfig.bootstrapClusterCreatorAdminPermissions"],
    ["aws-auth", "accessConfig.authenticationMode"],
    ["audit logs", "enabledClusterLogTypes"],
    ["extended support", "upgradePolicy.supportType"],
    ["deletion protection", "deletionProtection"],
  ];
  for (const [undo, path] of changed) {
    it(`fails the preview when a caller's transform undoes it: ${undo}`, async () => {
      const { output } = failed(await preview(undo));
      expect(output)
        .to.include('HardenedCluster "sealed"')
        .and.to.include(path)
        .and.to.include("is sealed to");
    });
  }

  // At preview the SDK can't distinguish a missing property from an unknown one. The pack can.
  const dropped: [string, string][] = [
    ["no logs", "eks-all-log-types"],
    ["no secrets key", "eks-secrets-customer-key"],
  ];
  for (const [undo, rule] of dropped) {
    it(`keeps the policy pack's check when a caller's transform drops the property: ${undo}`, async () => {
      const { output } = failed(await preview(undo, "--policy-pack", join(workspace.repository, "policy")));
      expect(output).to.include(rule);
    });
  }
});
