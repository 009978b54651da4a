import { expect } from "chai";
import { failed, succeeded, Workspace } from "./workspace.ts";

describe("the fake account", () => {
  let workspace: Workspace;
  let options: { cwd: string };
  const up = (...args: string[]) =>
    workspace.pulumi(["up", "--yes", "--skip-preview", "--stack", "one", ...args], options);

  before(async () => {
    workspace = await Workspace.create();
    options = { cwd: workspace.program("account") };
    await workspace.initStack("one", options);
  });
  after(() => workspace.dispose());

  it("creates declared resources with ids and ARNs, and then reports no change", async () => {
    succeeded(await up());
    const outputs = JSON.parse((await workspace.pulumi(["stack", "output", "--json"], options)).stdout);
    expect(outputs.vpcId).to.match(/^vpc-[0-9a-f]{17}$/);
    expect(outputs.subnetArn).to.match(/^arn:aws:ec2:eu-central-1:111122223333:subnet\/subnet-/);
    expect(outputs.caller).to.equal("arn:aws:sts::111122223333:assumed-role/platform-admin/session");
    succeeded(await up("--expect-no-changes"));
  });

  it("updates in place", async () => {
    succeeded(await up("--config", "retention=731"));
    const group = workspace.account.find("aws:cloudwatch/logGroup:LogGroup", "/aws/eks/dev/cluster");
    expect(group?.outputs["retentionInDays"]).to.equal(731);
  });

  it("deletes dependents first, and keeps retained resources", async () => {
    succeeded(await workspace.pulumi(["destroy", "--yes", "--skip-preview", "--stack", "one"], options));
    expect(workspace.account.list().map(({ type }) => type)).to.deep.equal([
      "aws:cloudwatch/logGroup:LogGroup",
    ]);
    const deletions = workspace.account.journal().filter(({ action }) => action === "delete");
    expect(deletions.map(({ type }) => type)).to.deep.equal(["aws:ec2/subnet:Subnet", "aws:ec2/vpc:Vpc"]);
  });

  it("refuses a second log group of the same name, and allows its import", async () => {
    expect(failed(await up()).output).to.include("ResourceAlreadyExistsException");
    succeeded(await up("--config", "adopt=true", "--config", "retention=731"));
  });
});
