import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { failed, succeeded, usesKubernetes, Workspace } from "./workspace.ts";

const layers = ["prod-network", "prod-platform", "prod-tenants"] as const;
const namespaceType = "kubernetes:core/v1:Namespace";

describe("the layers network, platform and tenants", function () {
  usesKubernetes(this);
  let workspace: Workspace;
  const up = (stack: string, ...args: string[]) =>
    workspace.pulumi(["up", "--yes", "--stack", stack, ...args]);
  const directory = () => join(workspace.repository, "shops");
  const writeTenant = (name: string, lifecycle = "protected") =>
    writeFileSync(join(directory(), `${name}.yaml`), `name: ${name}\nteam: shop\nlifecycle: ${lifecycle}\n`);
  const namespaces = async () =>
    (await workspace.state("prod-tenants")).filter(({ type }) => type === namespaceType).map(({ id }) => id);

  before(async () => {
    workspace = await Workspace.create({
      kubernetes: true,
      callerRole: "platform-deploy",
      roles: ["platform-deploy", "platform-break-glass"],
    });
    mkdirSync(directory());
    writeTenant("books");
    writeTenant("toys");
    for (const layer of layers) {
      await workspace.initStack(layer);
    }
  });
  after(() => workspace.dispose());

  it("says which output is missing, before anything is registered", async () => {
    for (const [stack, wanted] of [
      ["prod-platform", "stack prod-network: outputs.network: received nothing"],
      ["prod-tenants", "stack prod-platform: outputs.platform: received nothing"],
    ] as const) {
      const { output } = failed(await up(stack));
      expect(output).to.include(wanted).and.to.include("pulumi up --stack").and.not.to.include("    at ");
    }
    expect(workspace.account.list()).to.deep.equal([]);
  });

  it("go up one after the other, and then report no change", async () => {
    for (const layer of layers) {
      succeeded(await up(layer));
    }
    for (const layer of layers) {
      succeeded(await up(layer, "--expect-no-changes"));
    }
  });

  it("deletes a disposable tenant when its file is removed", async () => {
    const config = ["--config", "casemate:tenants=shops"];
    writeTenant("toys", "disposable");
    succeeded(
      await workspace.pulumi([
        "config",
        "set",
        "casemate:lifecycle",
        "disposable",
        "--stack",
        "prod-tenants",
      ]),
    );
    succeeded(await up("prod-tenants"));
    succeeded(await workspace.pulumi(["config", "rm", "casemate:lifecycle", "--stack", "prod-tenants"]));
    succeeded(await up("prod-tenants", ...config));
    expect(await namespaces()).to.have.members(["books", "toys"]);

    const before = workspace.objectDeletions().length;
    rmSync(join(directory(), "toys.yaml"));
    succeeded(await up("prod-tenants"));
    expect(await namespaces()).to.deep.equal(["books"]);
    expect(workspace.objectDeletions().slice(before)).to.deep.equal(["namespaces toys/toys"]);
  });

  it("keeps a protected tenant when its file is removed", async () => {
    rmSync(join(directory(), "books.yaml"));
    writeTenant("games");
    expect(failed(await up("prod-tenants")).output).to.include("protect");
    expect(await namespaces()).to.include("books");
    writeTenant("books");
  });

  it("go down in reverse order when they are disposable", async () => {
    for (const layer of layers) {
      succeeded(
        await workspace.pulumi(["config", "set", "casemate:lifecycle", "disposable", "--stack", layer]),
      );
    }
    for (const layer of layers) {
      succeeded(await up(layer));
    }
    for (const layer of [...layers].reverse()) {
      succeeded(await workspace.pulumi(["destroy", "--yes", "--stack", layer]));
    }
    expect(workspace.account.list("aws:eks/cluster:Cluster")).to.deep.equal([]);
  });
});
