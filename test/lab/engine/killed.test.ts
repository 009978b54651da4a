import { expect } from "chai";
import type { Lab } from "../../../lab/lab.ts";
import { succeeded, usesKubernetes, type Workspace } from "../../engine/workspace.ts";
import { markedObjects, type ObjectId, removeClusterWide, stateObjects } from "./cluster-objects.ts";
import { expectGuardsFirst } from "./guards-first.ts";
import { History } from "./history.ts";
import { killPoints, reached } from "./kill-points.ts";
import { createWorkspace } from "./lab-workspace.ts";
import { shop } from "./shop.ts";
import { TenantsStack } from "./tenants-stack.ts";

const seed = Number(process.env["KILL_SEED"] ?? Date.now() % 1_000_000);
const kills = 10;

describe("a killed update", function () {
  this.timeout(600_000);
  usesKubernetes(this);
  let workspace: Workspace;
  let lab: Lab;
  let history: History;
  /** The objects that an uninterrupted update creates, without the prefix. */
  let whole: string[];

  before(async function () {
    ({ workspace, lab } = await createWorkspace(this));
    history = await History.start(lab);
    const stack = await TenantsStack.create(workspace, lab, "whole", shop("whole"));
    succeeded(await stack.up());
    const objects = stateObjects(await stack.deployment());
    await history.untilSeen(objects);
    whole = withoutPrefix(objects, "whole");
    expect(whole).to.have.length.above(50);
  });
  after(async () => {
    history?.stop();
    await workspace?.dispose();
  });

  for (let kill = 0; kill < kills; kill++) {
    it(`leaves no gap after the next update: kill ${kill + 1} of ${kills}`, async () => {
      const prefix = `kill${kill}`;
      await removeClusterWide(lab);
      const stack = await TenantsStack.create(workspace, lab, prefix, shop(prefix));
      const from = history.appearances.length;
      const point = killPoints(kills, whole.length, seed)[kill];
      if (point === undefined) {
        throw new Error(`no point for kill ${kill}`);
      }
      await stack.upKilled((isOver) => reached(history, from, point, isOver));
      const appearanceCount = history.appearances.length - from;
      const killed = await stack.deployment();
      const underWay = killed.pending_operations?.length ?? 0;
      console.log(
        `      KILL_SEED=${seed}: killed ${point.delayMs} ms after object ${point.object} of ${whole.length}; ` +
          `the cluster has ${appearanceCount}, the state ${stateObjects(killed).length}, with ${underWay} pending`,
      );

      succeeded(await stack.recover());
      const state = await stack.deployment();
      const objects = stateObjects(state);
      expect(state.pending_operations ?? []).to.deep.equal([]);
      expect(withoutPrefix(objects, prefix)).to.have.members(whole);
      expect(await markedObjects(lab, prefix)).to.have.deep.members(objects);
      await history.untilSeen(objects, from);
      expectGuardsFirst(history.appearances.slice(from));

      // The next ordinary update only changes the provider, which may no longer take over existing objects.
      expect(await stack.preview()).to.deep.equal(["update kubernetes lab"]);
      succeeded(await stack.up());
      succeeded(await stack.up("--expect-no-changes"));
    });
  }
});

function withoutPrefix(objects: readonly ObjectId[], prefix: string): string[] {
  return objects.map(({ key }) => key.replaceAll(prefix, ""));
}
