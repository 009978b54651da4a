import { expect } from "chai";
import { succeeded, Workspace } from "./workspace.ts";

const groupType = "aws:eks/nodeGroup:NodeGroup";

interface Sizes {
  readonly minSize: number;
  readonly maxSize: number;
  readonly desiredSize: number;
}

describe("the sizes of a node pool", () => {
  let workspace: Workspace;
  let options: { cwd: string };
  const run = (command: readonly string[], config: Readonly<Record<string, string | number>>) =>
    workspace.pulumi(
      [
        ...command,
        "--stack",
        "pool",
        ...Object.entries(config).flatMap(([key, value]) => ["--config", `${key}=${value}`]),
      ],
      options,
    );
  const up = async (config: Readonly<Record<string, string | number>>, ...args: string[]) =>
    succeeded(await run(["up", "--yes", "--skip-preview", ...args], config));
  const preview = async (config: Readonly<Record<string, string | number>>, ...args: string[]) =>
    succeeded(await run(["preview", "--diff", ...args], config));
  const groups = () => workspace.account.list(groupType);
  const sizes = () => groups()[0]?.inputs["scalingConfig"] as Sizes;
  /** What an autoscaler does in the account. */
  const scaleTo = (desiredSize: number) => {
    for (const group of groups()) {
      workspace.account.put({
        ...group,
        inputs: { ...group.inputs, scalingConfig: { ...sizes(), desiredSize } },
      });
    }
  };

  before(async () => {
    workspace = await Workspace.create();
    options = { cwd: workspace.program("node-pool") };
    await workspace.initStack("pool", options);
    await up({ minSize: 3, maxSize: 12 });
  });
  after(() => workspace.dispose());

  it("start at the smallest size", () => {
    expect(sizes()).to.deep.equal({ minSize: 3, maxSize: 12, desiredSize: 3 });
  });

  it("can be raised above what runs", async () => {
    await up({ minSize: 4, maxSize: 12 });
    expect(sizes()).to.deep.equal({ minSize: 4, maxSize: 12, desiredSize: 4 });
  });

  it("are left to an autoscaler: no change is planned, and an update of labels doesn't touch them", async () => {
    scaleTo(9);
    await up({ minSize: 4, maxSize: 12 }, "--expect-no-changes");
    await up({ minSize: 4, maxSize: 12, purpose: "other" });
    expect(sizes()).to.deep.equal({ minSize: 4, maxSize: 12, desiredSize: 9 });
  });

  it("keep what an autoscaler started when the limits move", async () => {
    await up({ minSize: 5, maxSize: 20, purpose: "other" });
    expect(sizes()).to.deep.equal({ minSize: 5, maxSize: 20, desiredSize: 9 });
    await up({ minSize: 5, maxSize: 20, purpose: "other" }, "--expect-no-changes");
  });

  it("say at preview how many nodes a lower limit stops", async () => {
    const { output } = await preview({ minSize: 2, maxSize: 6, purpose: "other" });
    expect(output).to.include("9 nodes run, and maxSize is 6: EKS drains and stops 3 of them");
    await up({ minSize: 2, maxSize: 6, purpose: "other" });
    expect(sizes()).to.deep.equal({ minSize: 2, maxSize: 6, desiredSize: 6 });
  });

  it("of a new group are those of the group that it replaces", async () => {
    scaleTo(5);
    const next = { minSize: 2, maxSize: 6, purpose: "other", instanceType: "m7i.large" };
    const { output } = await preview(next);
    expect(output)
      .to.include("A new instanceTypes replaces the node group")
      .and.to.include("a group of 5 nodes")
      .and.to.include("evicts");
    const before = groups()[0]?.id;
    await up(next);
    expect(groups()).to.have.length(1);
    expect(groups()[0]?.id).to.not.equal(before);
    expect(sizes()).to.deep.equal({ minSize: 2, maxSize: 6, desiredSize: 5 });
    const calls = workspace.account
      .journal()
      .filter(({ type, action }) => type === groupType && action !== "read");
    expect(calls.slice(-2).map(({ action }) => action)).to.deep.equal(["create", "delete"]);
    await up(next, "--expect-no-changes");
  });

  it("stay when nodes go back a minor version, which needs a new group", async () => {
    const back = { minSize: 2, maxSize: 6, purpose: "other", instanceType: "m7i.large", version: "1.34" };
    scaleTo(4);
    const refused = await run(["up", "--yes", "--skip-preview"], back);
    expect(refused.code).to.not.equal(0);
    expect(refused.output).to.include("1.34 is older than 1.35");
    const urn = (await workspace.state("pool", options)).find(({ type }) => type === groupType)?.urn ?? "";
    await up(back, "--target-replace", urn);
    expect(groups()).to.have.length(1);
    expect(groups()[0]?.inputs["version"]).to.equal("1.34");
    expect(sizes().desiredSize).to.equal(4);
  });
});
