import { expect } from "chai";
import type { TenantArgs } from "../../../components/workload/tenant.ts";
import { Tenants } from "../../../components/workload/tenants.ts";
import { WorkloadNamespace } from "../../../components/workload/workload-namespace.ts";
import { deploy } from "../../harness.ts";
import { clusterRef } from "../workload/fixtures.ts";

const list = "aws:ec2/managedPrefixList:ManagedPrefixList";
const egress = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
const ingress = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";

const shop: TenantArgs = {
  name: "shop",
  team: "shop",
  calls: [
    { to: { cidr: "10.64.224.0/24" }, port: 5432, reason: "the shop's RDS" },
    { to: { cidr: "10.64.225.0/24" }, port: 5432, reason: "reporting's RDS" },
    { to: { cidr: "10.30.0.0/24" }, port: 5000, protocol: "SCTP", reason: "signalling" },
  ],
  accepts: [{ from: { cidr: "10.1.0.0/24" }, port: 8443, reason: "operators, over the VPN" }],
};
const nodeSecurityGroupId = "sg-nodes";

describe("rules of the nodes' security group", () => {
  it("follow from the flows of a Tenants: a prefix list of exactly their size for each port", async () => {
    const { all, one } = await deploy(
      () => new Tenants("east", { cluster: clusterRef({ nodeSecurityGroupId }), tenants: [shop] }),
    );
    expect(one(list, "east-flows-to-tcp-5432").inputs).to.deep.include({
      addressFamily: "IPv4",
      maxEntries: 2,
      entries: [{ cidr: "10.64.224.0/24" }, { cidr: "10.64.225.0/24" }],
    });
    expect(one(egress, "east-flows-to-tcp-5432").inputs).to.deep.equal({
      securityGroupId: nodeSecurityGroupId,
      prefixListId: "east-flows-to-tcp-5432-id",
      ipProtocol: "tcp",
      fromPort: 5432,
      toPort: 5432,
      description: "Flows: reporting-s RDS; the shop-s RDS",
    });
    expect(one(egress, "east-flows-to-sctp").inputs).to.deep.include({ ipProtocol: "132" });
    expect(one(egress, "east-flows-to-sctp").inputs).not.to.have.property("fromPort");
    expect(one(ingress, "east-flows-from-tcp-8443").inputs).to.deep.include({
      securityGroupId: nodeSecurityGroupId,
      fromPort: 8443,
      toPort: 8443,
    });
    expect([...all(egress), ...all(ingress), ...all(list)]).to.have.length(6);
  });

  it("are several for more ranges than one request takes", async () => {
    const calls = Array.from({ length: 101 }, (_, index) => ({
      to: { cidr: `10.${index}.0.0/24` },
      port: 5432,
      reason: "many",
    }));
    const cluster = { vpcCidr: "10.200.0.0/16", nodeSecurityGroupId };
    const { all } = await deploy(
      () =>
        new Tenants("east", {
          cluster: clusterRef(cluster),
          tenants: [{ name: "shop", team: "shop", calls }],
        }),
    );
    expect(all(list).map(({ name, inputs }) => [name, inputs["maxEntries"]])).to.have.deep.members([
      ["east-flows-to-tcp-5432", 100],
      ["east-flows-to-tcp-5432-2", 1],
    ]);
    expect(all(egress)).to.have.length(2);
  });

  it("follow from a WorkloadNamespace too", async () => {
    const { one } = await deploy(
      () => new WorkloadNamespace("east", { cluster: clusterRef({ nodeSecurityGroupId }), ...shop }),
    );
    expect(one(ingress, "east-flows-from-tcp-8443").parent).to.contain("WorkloadNamespace::east");
  });

  it("aren't created if the group isn't known", async () => {
    const { all } = await deploy(() => new Tenants("east", { cluster: clusterRef(), tenants: [shop] }));
    expect([...all(egress), ...all(ingress), ...all(list)]).to.deep.equal([]);
  });

  it("tell the plan the facts of a cluster in another stack", async () => {
    const facts = {
      nodeSecurityGroupId,
      egress: "none",
      connectedCidrs: [],
      additionalCidrs: ["100.64.0.0/16"],
    } as const;
    const { one } = await deploy(() => new Tenants("east", { cluster: clusterRef(facts), tenants: [shop] }));
    expect(one("casemate:workload:Tenants").inputs["cluster"]).to.deep.equal({
      vpcCidrs: ["10.64.0.0/16", "100.64.0.0/16"],
      serviceCidr: "172.20.0.0/16",
      exemptNamespaces: [],
      egress: "none",
      connectedCidrs: [],
      nodeSecurityGroupId,
    });
  });
});
