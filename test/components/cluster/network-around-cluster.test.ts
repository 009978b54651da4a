import { expect } from "chai";
import { HardenedCluster } from "../../../components/cluster/hardened-cluster.ts";
import type { HardenedClusterArgs } from "../../../components/cluster/hardened-cluster-args.ts";
import { clusterProblems } from "../../../components/cluster/hardened-cluster-schema.ts";
import { ClusterNetwork } from "../../../components/network/cluster-network.ts";
import { deploy } from "../../harness.ts";
import { clusterArgs, controlPlane, deployCluster, network } from "./cluster.ts";

const connectedNetworks = [{ cidr: "10.20.0.0/24", reason: "acquirer, over the peering" }];

/** The networks beyond the VPC that a cluster says it can reach. */
async function connectedCidrs(
  args: () => Partial<HardenedClusterArgs>,
): Promise<readonly string[] | undefined> {
  const found: (readonly string[] | undefined)[] = [];
  await deploy(
    () => {
      found.push(new HardenedCluster("prod", { ...clusterArgs, ...args() }).connectedCidrs);
    },
    { outputs: (type) => (type === "eks:index:Cluster" ? { eksCluster: controlPlane } : {}) },
  );
  return found[0];
}

describe("the network around a cluster", () => {
  it("has the routes that the user names, and none with egress none", async () => {
    expect(await connectedCidrs(() => ({ connectedNetworks }))).to.deep.equal(["10.20.0.0/24"]);
    expect(await connectedCidrs(() => ({}))).to.deep.equal([]);
  });

  it("has unknown routes in an existing VPC with NAT, but not in one of Casemate", async () => {
    const existing = { network: { ...network, egress: "nat" } } as const;
    expect(await connectedCidrs(() => existing)).to.equal(undefined);
    expect(await connectedCidrs(() => ({ ...existing, connectedNetworks }))).to.deep.equal(["10.20.0.0/24"]);
    const own = () => ({ network: new ClusterNetwork("prod", { cidr: "10.64.0.0/16", egress: "nat" }) });
    expect(await connectedCidrs(own)).to.deep.equal([]);
  });

  it("has pods in each of its ranges: DNS admits them, and only the control plane reaches metrics-server", async () => {
    const ranges = { additionalCidrs: ["100.64.0.0/16"], controlPlaneCidrs: ["10.64.192.0/28"] };
    const deployment = await deployCluster({ network: { ...network, ...ranges } });
    const sources = (name: string) =>
      deployment
        .one("kubernetes:networking.k8s.io/v1:NetworkPolicy", `prod-kube-system-${name}`)
        .inputs["spec"].ingress[0].from.map((peer: { ipBlock: { cidr: string } }) => peer.ipBlock.cidr);
    expect(sources("coredns")).to.deep.equal(["10.64.0.0/16", "100.64.0.0/16"]);
    expect(sources("metrics-server")).to.deep.equal(["10.64.192.0/28"]);
    expect(deployment.one("casemate:cluster:HardenedCluster").inputs["network"]).to.deep.include(ranges);
  });

  it("has the rules of its nodes' group, for plans of other stacks", async () => {
    const rules: unknown[] = [];
    await deploy(
      () => {
        rules.push(...new HardenedCluster("prod", { ...clusterArgs, connectedNetworks }).nodeRules);
      },
      { outputs: (type) => (type === "eks:index:Cluster" ? { eksCluster: controlPlane } : {}) },
    );
    expect(rules).to.include.deep.members([
      { direction: "egress", peer: "nodes" },
      { direction: "egress", peer: "control-plane", port: 443 },
      { direction: "egress", peer: "10.64.0.0/16", port: 443 },
      { direction: "egress", peer: "prefix-list", port: 443 },
      { direction: "egress", peer: "10.20.0.0/24" },
    ]);
  });

  for (const egress of ["none", "nat"] as const) {
    it(`sends public addresses to the flows that need them, with egress ${egress}`, () => {
      const [problem] = clusterProblems("prod", {
        ...clusterArgs,
        network: { ...network, egress },
        connectedNetworks: [{ cidr: "203.0.113.0/24", reason: "SMTP" }],
      });
      expect(problem?.path).to.equal("connectedNetworks[0].cidr");
      expect(problem?.fix).to.match(/^Declare a flow in the namespace that calls these addresses/);
    });
  }
});
