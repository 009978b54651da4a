import { expect } from "chai";
import type { Caller, Lab } from "../../../lab/lab.ts";
import { platform } from "../../../lab/lab.ts";
import { objectAt, stringAt } from "../../../plan/json.ts";
import { succeeded, usesKubernetes, type Workspace } from "../../engine/workspace.ts";
import { waitUntilSettled } from "../support/wait-until-settled.ts";
import { createObject } from "./create-object.ts";
import { createWorkspace } from "./lab-workspace.ts";
import { cartAlone } from "./shop.ts";
import { TenantsStack } from "./tenants-stack.ts";

const configMaps = "/api/v1/namespaces/held-cart/configmaps";
const binding = "/apis/rbac.authorization.k8s.io/v1/namespaces/held-cart/rolebindings/casemate:developer";

describe("rights that a tenant's file no longer grants", function () {
  this.timeout(600_000);
  usesKubernetes(this);
  let workspace: Workspace;
  let lab: Lab;
  let stack: TenantsStack;
  let admin: Caller;

  before(async function () {
    ({ workspace, lab } = await createWorkspace(this));
    admin = await lab.as(platform);
    const alone = cartAlone("held");
    stack = await TenantsStack.create(workspace, lab, "held", [alone]);
    succeeded(await stack.up());
    await waitUntilSettled(lab);
    await hold();
    stack.configure({ tenants: [{ ...alone, access: { viewers: ["support"] } }] });
  });
  after(() => workspace?.dispose());

  /** An object that can't be deleted, and that would block the deletion of the binding. Only the UID counts. */
  async function hold(): Promise<void> {
    const { body } = await admin.request("GET", binding);
    const uid = stringAt(objectAt(objectAt(body)["metadata"])["uid"]);
    await createObject(admin, configMaps, {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: {
        name: "hold",
        finalizers: ["attacker.example.com/hold"],
        ownerReferences: [
          { apiVersion: "v1", kind: "ConfigMap", name: "any", uid, blockOwnerDeletion: true },
        ],
      },
    });
  }

  it("are deleted with the update, although an object blocks their deletion", async () => {
    const developer = await lab.as({ person: "dana", groups: ["cart-dev"] });
    expect((await developer.request("GET", configMaps)).status).to.equal(200);
    succeeded(await stack.up());
    expect((await admin.request("GET", binding)).status).to.equal(404);
    // RBAC learns of the change by a watch.
    await waitUntilSettled(lab);
    expect((await developer.request("GET", configMaps)).status).to.equal(403);
  });
});
