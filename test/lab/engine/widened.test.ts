import { succeeded, type Workspace } from "../../engine/workspace.ts";
import { registry } from "../attempts/workloads.ts";
import { createWorkspace } from "./lab-workspace.ts";
import { shop } from "./shop.ts";
import { TenantsStack } from "./tenants-stack.ts";

const digest = `sha256:${"a".repeat(64)}`;

describe("registries that are let in by the update that deploys from them", function () {
  this.timeout(300_000);
  let workspace: Workspace;
  let stack: TenantsStack;

  before(async function () {
    const { workspace: made, lab } = await createWorkspace(this);
    workspace = made;
    const [cart] = shop("wide");
    if (cart === undefined) {
      throw new Error("the shop has no tenants");
    }
    const { accepts: _, ...alone } = cart;
    stack = await TenantsStack.create(workspace, lab, "wide", [alone]);
    succeeded(await stack.up());
  });
  after(() => workspace?.dispose());

  // More than once: the API server takes a changed policy up within a second, and often at once.
  for (const added of ["one", "two", "three", "four", "five"]) {
    it(`are in force when the workload comes: ${added}`, async () => {
      const host = `registry-${added}.example.com`;
      stack.configure({
        registries: [registry, host],
        deployed: { namespace: "wide-cart", workload: "api", image: `${host}/shop/api@${digest}` },
      });
      succeeded(await stack.up());
    });
  }
});
