import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { platform } from "../../lab/lab.ts";
import { failed, succeeded, usesKubernetes, Workspace } from "./workspace.ts";

const viewer = "/apis/rbac.authorization.k8s.io/v1/clusterroles/casemate:viewer";

describe("casemate drift", function () {
  usesKubernetes(this);
  let workspace: Workspace;
  let kubeconfig: string;
  const drift = (stack: string) =>
    workspace.run("node", ["cli/casemate.ts", "drift", "--stack", stack, "--kubeconfig", kubeconfig]);
  const up = async (stack: string, ...args: string[]) =>
    succeeded(await workspace.pulumi(["up", "--yes", "--skip-preview", "--stack", stack, ...args]));

  before(async function () {
    workspace = await Workspace.create({
      kubernetes: true,
      callerRole: "platform-deploy",
      roles: ["platform-deploy", "platform-break-glass"],
    });
    if (workspace.lab === undefined) {
      // Only a real API server writes defaults.
      this.skip();
    }
    kubeconfig = join(workspace.directory, "kubeconfig");
    writeFileSync(kubeconfig, await workspace.lab.kubeconfig(platform));
    for (const stack of ["prod-network", "prod-platform", "prod-tenants"]) {
      await workspace.initStack(stack);
      await up(stack);
    }
  });
  after(() => workspace.dispose());

  it("is none in a cluster that the engine deployed and no user touched", async () => {
    for (const stack of ["prod-platform", "prod-tenants"]) {
      const { output } = succeeded(await drift(stack));
      expect(output).to.match(/Compared \d+ objects with https:.*: no drift\./);
    }
  });

  it("shows an addition that neither preview nor refresh shows", async () => {
    const caller = await workspace.lab?.as(platform);
    const added = await caller?.request(
      "PATCH",
      viewer,
      [
        {
          op: "add",
          path: "/rules/-",
          value: { apiGroups: [""], resources: ["secrets"], verbs: ["get", "list"] },
        },
      ],
      "application/json-patch+json",
    );
    expect(added?.status).to.equal(200);
    await up("prod-platform", "--refresh");
    const { output, code } = failed(await drift("prod-platform"));
    expect(code).to.equal(1);
    expect(output)
      .to.include("ClusterRole casemate:viewer: different")
      .and.to.include('"resources":["secrets"]');
  });
});
