import { expect } from "chai";
import { Tenants } from "../../../components/index.ts";
import { deploy } from "../../harness.ts";
import { clusterRef } from "./fixtures.ts";

const levelType = "kubernetes:flowcontrol.apiserver.k8s.io/v1:PriorityLevelConfiguration";
const schemaType = "kubernetes:flowcontrol.apiserver.k8s.io/v1:FlowSchema";

describe("the API level of tenants", () => {
  it("matches all of their users and workloads by subject", async () => {
    const { one } = await deploy(() => {
      new Tenants("Shop_1", {
        cluster: clusterRef(),
        tenants: [
          { name: "web", team: "web", access: { viewers: ["all"], developers: ["web-dev"] } },
          { name: "pay", team: "pay", access: { viewers: ["all"], operators: ["pay-ops"] } },
        ],
      });
    });
    const level = one(levelType).inputs;
    const schema = one(schemaType);
    expect(level["metadata"].name).to.equal("casemate.project.stack.shop-1");
    expect(schema.inputs["spec"].priorityLevelConfiguration.name).to.equal(level["metadata"].name);
    expect(schema.dependencies).to.include(one(levelType).urn);
    expect(schema.inputs["spec"].matchingPrecedence).to.be.within(1001, 8999);
    const [rule] = schema.inputs["spec"].rules;
    expect(rule.subjects).to.deep.equal([
      { kind: "Group", group: { name: "oidc:all" } },
      { kind: "Group", group: { name: "oidc:pay-ops" } },
      { kind: "Group", group: { name: "oidc:web-dev" } },
      { kind: "ServiceAccount", serviceAccount: { namespace: "web", name: "*" } },
      { kind: "ServiceAccount", serviceAccount: { namespace: "pay", name: "*" } },
    ]);
  });

  it("isn't created without tenants", async () => {
    const { all } = await deploy(() => {
      new Tenants("shop", { cluster: clusterRef(), tenants: [] });
    });
    expect([...all(levelType), ...all(schemaType)]).to.deep.equal([]);
  });
});
