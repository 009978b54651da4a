import { expect } from "chai";
import { type Lab, platform } from "../../../lab/lab.ts";
import { listAt, objectAt } from "../../../plan/json.ts";
import { succeeded, usesKubernetes, type Workspace } from "../../engine/workspace.ts";
import { registry } from "../support/workloads.ts";
import { createWorkspace } from "./lab-workspace.ts";
import { cartAlone } from "./shop.ts";
import { TenantsStack } from "./tenants-stack.ts";

const added = "new.registry.example.com";
const policy = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies/casemate-images";
const deployment = "/apis/apps/v1/namespaces/wide-cart/deployments/api";

describe("a registry that an update allows before it deploys from it", function () {
  this.timeout(600_000);
  usesKubernetes(this);
  let workspace: Workspace;
  let lab: Lab;
  let stack: TenantsStack;

  before(async function () {
    ({ workspace, lab } = await createWorkspace(this));
    const alone = cartAlone("wide");
    stack = await TenantsStack.create(workspace, lab, "wide", [alone]);
    succeeded(await stack.up());
  });
  after(() => workspace?.dispose());

  it("is in force when the workload is created", async () => {
    stack.configure({
      registries: [registry, added],
      deployed: {
        namespace: "wide-cart",
        workload: "api",
        image: `${added}/shop/api@sha256:${"a".repeat(64)}`,
      },
    });
    succeeded(await stack.up());
    // Without this check the test could pass by luck: the API server loads changed policies once a second.
    expect((await lastWritten(deployment)) - (await lastWritten(policy))).to.be.at.least(4000);
  });

  /** In milliseconds. The server stores seconds. */
  async function lastWritten(path: string): Promise<number> {
    const { body } = await (await lab.as(platform)).request("GET", path);
    const times = listAt(objectAt(objectAt(body)["metadata"])["managedFields"]).map((entry) =>
      Date.parse(String(objectAt(entry)["time"])),
    );
    expect(times, path).not.to.deep.equal([]);
    return Math.max(...times);
  }
});
