import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse, stringify } from "yaml";
import { failed, succeeded, usesKubernetes, Workspace } from "./workspace.ts";

const entryType = "aws:eks/accessEntry:AccessEntry";
const endpointType = "aws:ec2/vpcEndpoint:VpcEndpoint";
const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;

type Config = Record<string, unknown>;

describe("changes of a deployed cluster", function () {
  usesKubernetes(this);
  let workspace: Workspace;
  const run = (command: string, stack: string, ...args: string[]) =>
    workspace.pulumi([
      command,
      ...(command === "up" ? ["--yes", "--skip-preview"] : []),
      "--stack",
      stack,
      ...args,
    ]);
  const up = async (stack: string) => succeeded(await run("up", stack));
  const preview = (stack: string) => run("preview", stack, "--diff");
  /** Changes a stack's config like a user who edits its file. */
  const change = (stack: string, edit: (config: Config) => Config) => {
    const file = join(workspace.repository, `Pulumi.${stack}.yaml`);
    const { config, ...rest } = parse(readFileSync(file, "utf8"));
    writeFileSync(file, stringify({ ...rest, config: edit(config) }));
  };
  const set = (stack: string, key: string, value: unknown) =>
    change(stack, (config) => ({ ...config, [`casemate:${key}`]: value }));
  const unset = (stack: string, key: string) =>
    change(stack, ({ [`casemate:${key}`]: _, ...config }) => config);
  const admins = (...names: string[]) =>
    set(
      "prod-platform",
      "admins",
      names.map((name) => ({ role: role(name) })),
    );
  const entries = () =>
    workspace.account
      .list(entryType)
      .map(({ inputs }) => String(inputs["principalArn"]).split("/").at(-1))
      .filter((name) => name?.startsWith("platform-"))
      .sort();

  before(async () => {
    workspace = await Workspace.create({
      kubernetes: true,
      callerRole: "platform-deploy",
      roles: ["platform-deploy", "platform-break-glass", "platform-night"],
    });
    for (const layer of ["prod-network", "prod-platform"]) {
      await workspace.initStack(layer);
      await up(layer);
    }
  });
  after(() => workspace.dispose());

  it("lets an administrator leave by a preview that shows it, and an update", async () => {
    expect(entries()).to.deep.equal(["platform-break-glass", "platform-deploy"]);
    admins("platform-deploy");
    const { output } = succeeded(await preview("prod-platform"));
    expect(output)
      .to.include("prod-admin-platform-break-glass")
      .and.to.match(/- 2 to delete/);
    await up("prod-platform");
    expect(entries()).to.deep.equal(["platform-deploy"]);
    succeeded(await run("up", "prod-platform", "--expect-no-changes"));
  });

  it("lets another role take the place of one, without a touch on the others", async () => {
    admins("platform-deploy", "platform-break-glass");
    await up("prod-platform");
    admins("platform-deploy", "platform-night");
    succeeded(await preview("prod-platform"));
    await up("prod-platform");
    expect(entries()).to.deep.equal(["platform-deploy", "platform-night"]);
  });

  it("refuses the leave of the deploying role at preview, and lets it go in two updates", async () => {
    admins("platform-night");
    expect(failed(await preview("prod-platform")).output).to.include("Let it leave in two updates");
    set("prod-platform", "deployRole", role("platform-night"));
    expect(failed(await preview("prod-platform")).output).to.include("Let it leave in two updates");

    admins("platform-deploy", "platform-night");
    await up("prod-platform");
    admins("platform-night");
    succeeded(await preview("prod-platform"));
    await up("prod-platform");
    expect(entries()).to.deep.equal(["platform-night"]);
  });

  it("refuses to remove the last pool of a class at preview, until it is disposable", async () => {
    const pool = { class: "pci", minSize: 3, maxSize: 12 };
    const standard = { class: "standard", minSize: 3, maxSize: 24 };
    const groups = () =>
      workspace.account.list("aws:eks/nodeGroup:NodeGroup").filter(({ id }) => id.includes("-pci-"));
    set("prod-platform", "nodePools", [standard]);
    expect(failed(await preview("prod-platform")).output)
      .to.include("a pool of class pci")
      .and.to.include("lifecycle: disposable");
    failed(await run("up", "prod-platform", "--yes", "--skip-preview"));
    expect(groups()).to.have.length(1);

    set("prod-platform", "nodePools", [standard, { ...pool, lifecycle: "disposable" }]);
    await up("prod-platform");
    set("prod-platform", "nodePools", [standard]);
    await up("prod-platform");
    expect(groups()).to.have.length(0);
  });

  it("keeps each endpoint when egress changes from none to nat, until the user gives them up", async () => {
    const interfaces = () =>
      workspace.account
        .list(endpointType)
        .filter(({ inputs }) => inputs["vpcEndpointType"] === "Interface")
        .map(({ id }) => id)
        .sort();
    const before = interfaces();
    expect(before.length).to.be.greaterThan(5);
    set("prod-network", "egress", "nat");
    set("prod-network", "interfaceEndpoints", false);
    expect(failed(await preview("prod-network")).output)
      .to.include("casemate:interfaceEndpoints")
      .and.to.include("in the platform stack");
    unset("prod-network", "interfaceEndpoints");
    await up("prod-network");
    expect(interfaces()).to.deep.equal(before);
    await up("prod-platform");
    set("prod-network", "interfaceEndpoints", false);
    await up("prod-network");
    expect(interfaces()).to.deep.equal([]);
  });
});
