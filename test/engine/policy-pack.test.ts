import { join } from "node:path";
import { expect } from "chai";
import { failed, Workspace } from "./workspace.ts";

describe("the policy pack under the engine", () => {
  let workspace: Workspace;
  before(async () => {
    workspace = await Workspace.create();
  });
  after(() => workspace.dispose());

  it("stops the preview of a weakened cluster in any program", async () => {
    const options = { cwd: workspace.program("weakened") };
    await workspace.initStack("weak", options);
    const pack = join(workspace.repository, "policy");
    const { output } = failed(
      await workspace.pulumi(["preview", "--stack", "weak", "--policy-pack", pack], options),
    );
    for (const rule of [
      "eks-no-public-endpoint",
      "eks-no-creator-admin",
      "eks-all-log-types",
      "eks-secrets-customer-key",
    ]) {
      expect(output).to.include(rule);
    }
    expect(workspace.account.list()).to.deep.equal([]);
  });
});
