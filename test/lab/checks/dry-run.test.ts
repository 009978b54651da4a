import { expect } from "chai";
import { eachOf } from "../../../lab/api/each-of.ts";
import { type ObjectAddress, titleOf } from "../../../lab/api/object-address.ts";
import { ObjectApi } from "../../../lab/api/object-api.ts";
import { type Lab, platform, startLab } from "../../../lab/lab.ts";
import { ObjectError } from "../../../lab/lab-errors.ts";
import { applyObjects } from "../../../lab/objects/apply.ts";
import { lab } from "../suite.ts";
import { waitUntilSettled } from "../support/wait-until-settled.ts";
import { cleanLab } from "./clean-lab.ts";
import { stackObjects } from "./stack-objects.ts";

/** Kinds that must exist before a dry run of the objects in them, or of their kind. */
const holdOthers = ["Namespace", "CustomResourceDefinition"];

describe("the objects of the stack dev", function () {
  this.timeout(300_000);
  acceptStacks(["dev"], cleanLab);
});

describe("the objects of the stacks of production", function () {
  this.timeout(300_000);
  let productionLab: Lab | undefined;

  after(async () => productionLab?.stop());

  acceptStacks(["prod-platform", "prod-tenants"], async () => {
    productionLab = await startLab({ kubernetes: lab().kubernetes });
    return productionLab;
  });
});

/** @param stacks of one cluster, in the order in which they are applied */
function acceptStacks(stacks: readonly string[], start: () => Promise<Lab>): void {
  const objectsOf = new Map<string, readonly ObjectAddress[]>();
  let running: Lab;
  let kubeconfig: string;
  let api: ObjectApi;

  before(async () => {
    running = await start();
    kubeconfig = await running.kubeconfig(platform);
    api = ObjectApi.fromKubeconfig(kubeconfig);
    for (const stack of stacks) {
      objectsOf.set(stack, await stackObjects(stack));
    }
  });

  for (const stack of stacks) {
    const objects = () => objectsOf.get(stack) ?? [];

    it(`are accepted in a dry run with strict field validation: ${stack}`, async () => {
      const holders = objects().filter(({ kind }) => holdOthers.includes(kind));
      expect(objects().length).to.be.greaterThan(10);
      expect(await refusals(holders)).to.deep.equal([]);
      await applyObjects(kubeconfig, holders);
      expect(await refusals(objects())).to.deep.equal([]);
    });

    it(`would be refused with a field too many: ${stack}`, async () => {
      const kinds = new Map(objects().map((object) => [object.kind, object]));
      const misspelt = [...kinds.values()].map((object) => ({ ...object, specs: {} }));
      const messages = await refusals(misspelt);
      expect(messages.filter((text) => !text.includes("specs"))).to.deep.equal([]);
      expect(messages).to.have.length(kinds.size);
    });

    it(`are accepted, and applied again without a change: ${stack}`, async () => {
      await applyObjects(kubeconfig, objects());
      await waitUntilSettled(running);
      const again = await applyObjects(kubeconfig, objects());
      const changed = again.filter(({ result }) => result !== "unchanged");
      expect(changed.map(({ object, result }) => `${titleOf(object)} ${result}`)).to.deep.equal([]);
      expect(again).to.have.length(objects().length);
    });
  }

  /** The objects that the server would refuse, with its messages. */
  async function refusals(targets: readonly ObjectAddress[]): Promise<string[]> {
    const refusalLists = await eachOf(targets, async (object) => {
      try {
        await api.apply(object, { dryRun: true, fieldManager: "casemate", force: false });
        return [];
      } catch (error) {
        if (error instanceof ObjectError) {
          return [error.message];
        }
        throw error;
      }
    });
    return refusalLists.flat();
  }
}
