import { expect } from "chai";
import { failed, succeeded, Workspace } from "./workspace.ts";

describe("a deployment whose identity is not an admin", () => {
  let workspace: Workspace;
  const config = (...args: string[]) => workspace.pulumi(["config", ...args, "--stack", "dev"]);
  const up = () => workspace.pulumi(["up", "--yes", "--stack", "dev"]);

  beforeEach(async () => {
    workspace = await Workspace.create({ callerRole: "ci", roles: ["platform-admin", "ci"] });
    await workspace.initStack("dev");
  });
  afterEach(() => workspace.dispose());

  it("fails, names the role to add, and creates nothing: the ambient identity", async () => {
    succeeded(await config("rm", "casemate:deployRole"));
    expect(failed(await up()).output).to.include(
      'Add { role: "arn:aws:iam::111122223333:role/ci" } to admins',
    );
    expect(workspace.account.list()).to.deep.equal([]);
  });

  it("fails, names the role to add, and creates nothing: deployRole", async () => {
    succeeded(await config("set", "casemate:deployRole", "arn:aws:iam::111122223333:role/ci"));
    expect(failed(await up()).output).to.include(
      'Add { role: "arn:aws:iam::111122223333:role/ci" } to admins',
    );
    expect(workspace.account.list()).to.deep.equal([]);
  });
});
