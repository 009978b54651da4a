import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import type { Caller, Lab } from "../../../lab/lab.ts";
import { platform } from "../../../lab/lab.ts";
import { objectAt } from "../../../plan/json.ts";
import { succeeded, usesKubernetes, type Workspace } from "../../engine/workspace.ts";
import { waitUntil } from "../support/wait-until.ts";
import { waitUntilSettled } from "../support/wait-until-settled.ts";
import { podSpec } from "../support/workloads.ts";
import { markedObjects } from "./cluster-objects.ts";
import { createObject } from "./create-object.ts";
import { createWorkspace } from "./lab-workspace.ts";
import { cartAlone, disposable } from "./shop.ts";
import { TenantsStack } from "./tenants-stack.ts";

const node = "ip-10-64-0-10.eu-central-1.compute.internal";
const namespace = "/api/v1/namespaces/gone-cart";
const pod = `${namespace}/pods/api`;

describe("a tenant that is removed while its pod runs", function () {
  this.timeout(600_000);
  usesKubernetes(this);
  let workspace: Workspace;
  let lab: Lab;
  let stack: TenantsStack;
  let admin: Caller;

  before(async function () {
    ({ workspace, lab } = await createWorkspace(this));
    admin = await lab.as(platform);
    const alone = disposable([cartAlone("gone")]);
    stack = await TenantsStack.create(workspace, lab, "gone", alone);
    succeeded(await stack.up());
    await waitUntilSettled(lab);
    await run(await lab.as({ person: "dana", groups: ["cart-dev"] }));
  });
  after(() => workspace?.dispose());

  /** The developer's pod, which the kubelet reports as running. */
  async function run(developer: Caller): Promise<void> {
    const spec = podSpec("cart", (base) => {
      base.serviceAccountName = "api";
    });
    await createObject(admin, "/api/v1/nodes", { apiVersion: "v1", kind: "Node", metadata: { name: node } });
    await createObject(developer, `${namespace}/pods`, {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "api" },
      spec,
    });
    const scheduler = await lab.as({ certificate: "system:kube-scheduler" });
    await createObject(scheduler, `${pod}/binding`, {
      apiVersion: "v1",
      kind: "Binding",
      metadata: { name: "api" },
      target: { apiVersion: "v1", kind: "Node", name: node },
    });
  }

  it("keeps its default-deny until its pods are deleted, and is deleted then", async () => {
    stack.configure({ tenants: [] });
    const removal = stack.up();
    const states: string[][] = [];
    try {
      await waitUntil(
        "the pod is being deleted",
        async () => objectAt((await admin.request("GET", pod)).body)["metadata"],
        (metadata) => objectAt(metadata)["deletionTimestamp"] !== undefined,
      );
      // Long enough for any other controller to delete them.
      for (let second = 0; second < 5; second++) {
        await sleep(1000);
        states.push(await kept());
        expect((await admin.request("GET", pod)).status).to.equal(200);
      }
    } finally {
      const kubelet = await lab.as({ certificate: `system:node:${node}`, groups: ["system:nodes"] });
      await kubelet.request("DELETE", `${pod}?gracePeriodSeconds=0`);
      await removal;
    }
    succeeded(await removal);
    for (const objects of states) {
      expect(objects).to.include.members(["NetworkPolicy gone-cart/default-deny", "Namespace gone-cart"]);
    }
    expect(await kept()).to.deep.equal([]);
    expect((await admin.request("GET", namespace)).status).to.equal(404);
  });

  async function kept(): Promise<string[]> {
    return (await markedObjects(lab, "gone"))
      .map(({ key }) => key)
      .filter((key) => key.includes("gone-cart"));
  }
});
