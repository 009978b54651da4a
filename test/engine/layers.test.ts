import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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
  /** A preview with another value of one key, which stays in no file. */
  const preview = async (stack: string, change: string) => {
    const [key = "", value = ""] = change.split("=");
    const file = join(workspace.repository, `Pulumi.${stack}.yaml`);
    const config = readFileSync(file, "utf8");
    succeeded(await workspace.pulumi(["config", "set", "--path", key, value, "--stack", stack]));
    try {
      return await workspace.pulumi(["preview", "--stack", stack]);
    } finally {
      writeFileSync(file, config);
    }
  };
  const pulumi = async (...args: string[]) => succeeded(await workspace.pulumi(args));
  /** Removes a stack's state, and creates the stack again with the same config. */
  const loseState = async (stack: string) => {
    await pulumi("stack", "rm", "--yes", "--force", "--preserve-config", stack);
    await workspace.initStack(stack);
  };
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

  it("keeps a protected tenant whole when its file is removed, also without a preview", async () => {
    const before = await workspace.state("prod-tenants");
    rmSync(join(directory(), "books.yaml"));
    writeTenant("games");
    for (const options of [[], ["--skip-preview"]]) {
      const { output } = failed(await up("prod-tenants", ...options));
      expect(output).to.include("shops/books.yaml: received nothing").and.to.include("games");
      expect(output).not.to.include("state unprotect");
    }
    expect(await workspace.state("prod-tenants")).to.have.length(before.length);
    rmSync(join(directory(), "games.yaml"));
    writeTenant("books");
    succeeded(await up("prod-tenants", "--expect-no-changes"));
  });

  it("refuse another value of a setting that is chosen once, without the engine's hint to unprotect", async () => {
    for (const [stack, change, wanted] of [
      ["prod-network", "casemate:cidr=10.96.0.0/16", '"10.80.0.0/16", the value of the last update'],
      ["prod-network", "casemate:name=other", '"prod", the value of the last update'],
      [
        "prod-platform",
        "casemate:serviceCidr=172.21.0.0/16",
        '"172.20.0.0/16", the value of the last update',
      ],
      ["prod-platform", "casemate:clusterName=other", '"prod", the value of the last update'],
    ] as const) {
      const { output } = failed(await preview(stack, change));
      expect(output).to.include(wanted).and.not.to.include("unprotect");
    }
  });

  it("refuse a second cluster of the same name, before anything is registered", async () => {
    const copy = join(workspace.repository, "Pulumi.copy.yaml");
    cpSync(join(workspace.repository, "Pulumi.prod-platform.yaml"), copy);
    await workspace.initStack("copy");
    const resources = workspace.account.list().length;
    const { output } = failed(await up("copy", "--skip-preview"));
    expect(output).to.include("a cluster prod that belongs to the stack organization/casemate/prod-platform");
    expect(workspace.account.list()).to.have.length(resources);
    succeeded(await workspace.pulumi(["stack", "rm", "copy", "--yes", "--force"]));
  });

  it("warn who signs in while the identity provider is replaced", async () => {
    const { output } = succeeded(await preview("prod-platform", "casemate:people.clientId=other"));
    expect(output)
      .to.include("clientId changes, so EKS replaces the identity provider")
      .and.to.include("role/platform-break-glass");
  });

  it("get a lost state back from a backup, docs/runbooks/lost-state.md", async () => {
    const backup = join(workspace.directory, "backup.json");
    await pulumi("stack", "export", "--file", backup, "--stack", "prod-platform");
    await loseState("prod-platform");
    await pulumi("stack", "import", "--file", backup, "--stack", "prod-platform");
    succeeded(await up("prod-platform", "--expect-no-changes"));
  });

  it("get the state of tenants back without a backup, and delete no object", async () => {
    const deletions = workspace.objectDeletions().length;
    const before = (await workspace.state("prod-tenants")).map(({ urn }) => urn);
    await loseState("prod-tenants");
    expect(failed(await up("prod-tenants")).output).to.include("already exists");
    await pulumi("refresh", "--yes", "--clear-pending-creates", "--stack", "prod-tenants");
    const env = { PULUMI_K8S_UPSERT_EXISTING_OBJECTS: "true", PULUMI_K8S_ENABLE_PATCH_FORCE: "true" };
    succeeded(await workspace.pulumi(["up", "--yes", "--stack", "prod-tenants"], { env }));
    succeeded(await up("prod-tenants"));
    succeeded(await up("prod-tenants", "--expect-no-changes"));
    expect((await workspace.state("prod-tenants")).map(({ urn }) => urn)).to.have.members(before);
    expect(workspace.objectDeletions()).to.have.length(deletions);
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
