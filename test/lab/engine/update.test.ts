import { expect } from "chai";
import type { TenantArgs } from "../../../components/index.ts";
import type { Lab } from "../../../lab/lab.ts";
import { platform } from "../../../lab/lab.ts";
import { failed, succeeded, usesKubernetes, type Workspace } from "../../engine/workspace.ts";
import { registry } from "../support/workloads.ts";
import { markedObjects, type ObjectId, stateObjects } from "./cluster-objects.ts";
import { createWorkspace } from "./lab-workspace.ts";
import { disposable, shop } from "./shop.ts";
import { TenantsStack } from "./tenants-stack.ts";

describe("five namespaces that pulumi creates in a cluster", function () {
  this.timeout(600_000);
  usesKubernetes(this);
  let workspace: Workspace;
  let lab: Lab;
  let stack: TenantsStack;
  let createdObjects: ObjectId[];

  before(async function () {
    ({ workspace, lab } = await createWorkspace(this));
    stack = await TenantsStack.create(workspace, lab, "shop", shop("shop"));
  });
  after(() => workspace?.dispose());

  it("exist, each object once", async () => {
    succeeded(await stack.up());
    createdObjects = stateObjects(await stack.deployment());
    expect(createdObjects.filter(({ key }) => key.startsWith("Namespace "))).to.have.length(5);
    expect(await markedObjects(lab, "shop")).to.have.deep.members(createdObjects);
  });

  it("don't change in the next preview and update", async () => {
    expect(await stack.preview()).to.deep.equal([]);
    succeeded(await stack.up("--expect-no-changes"));
    expect(await markedObjects(lab, "shop")).to.have.deep.members(createdObjects);
  });

  it("accept another class, other hosts and other groups without a replacement", async () => {
    stack.configure({ tenants: shop("shop").map(changed) });
    const steps = await stack.preview();
    expect(steps.filter((step) => !step.startsWith("update "))).to.deep.equal([]);
    expect(steps).to.include.members([
      "update Namespace lab-shop-web-namespace",
      "update RoleBinding lab-shop-web-developer",
      "update Namespace lab-shop-catalog-namespace",
    ]);
    succeeded(await stack.up());
    expect(await markedObjects(lab, "shop")).to.have.deep.members(createdObjects);
    expect(await metadata("shop-web")).to.deep.include({
      class: "sensitive",
      hosts: "*.shop.example.com\nshop.example.com",
      groups: "oidc:web-dev\noidc:web-dev-2\noidc:web-ops",
    });
    succeeded(await stack.up("--expect-no-changes"));
  });

  it("accept other registries without a replacement", async () => {
    stack.configure({ registries: [registry, "registry.example.com/shop"] });
    expect(await stack.preview()).to.have.members([
      "update AdmissionPolicies lab",
      "update ValidatingAdmissionPolicy lab-images",
    ]);
    succeeded(await stack.up());
    expect(await markedObjects(lab, "shop")).to.have.deep.members(createdObjects);
    succeeded(await stack.up("--expect-no-changes"));
  });

  it("can't be destroyed while they are protected", async () => {
    expect(failed(await stack.destroy()).output).to.include("protect");
    expect(await markedObjects(lab, "shop")).to.have.deep.members(createdObjects);
  });

  it("leave no object when they are destroyed in two steps", async () => {
    stack.configure({ tenants: disposable(shop("shop").map(changed)) });
    succeeded(await stack.up());
    succeeded(await stack.destroy());
    expect(await markedObjects(lab, "shop")).to.deep.equal([]);
    expect((await stack.deployment()).resources ?? []).to.deep.equal([]);
  });

  /** The fields of a Namespace that the admission policies read. */
  async function metadata(name: string): Promise<Record<string, string | undefined>> {
    const { body } = await (await lab.as(platform)).request("GET", `/api/v1/namespaces/${name}`);
    const { labels, annotations } = (
      body as unknown as { metadata: Record<"labels" | "annotations", Record<string, string>> }
    ).metadata;
    return {
      class: labels["casemate.dev/class"],
      hosts: annotations["casemate.dev/hosts"],
      groups: annotations["casemate.dev/groups"],
    };
  }
});

function changed(tenant: TenantArgs): TenantArgs {
  switch (tenant.team) {
    case "web":
      return {
        ...tenant,
        class: "sensitive",
        hosts: ["shop.example.com", "*.shop.example.com"],
        access: { ...tenant.access, developers: ["web-dev", "web-dev-2"] },
      };
    case "catalog":
      return { ...tenant, class: "pci" };
    default:
      return tenant;
  }
}
