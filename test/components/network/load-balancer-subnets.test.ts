import { expect } from "chai";
import { ClusterNetwork } from "../../../components/network/cluster-network.ts";
import type { ClusterNetworkArgs } from "../../../components/network/cluster-network-args.ts";
import { type Deployment, deploy } from "../../harness.ts";

const zones = ["eu-central-1a", "eu-central-1b"] as const;
const deployed = (args: Partial<ClusterNetworkArgs>) =>
  deploy(() => new ClusterNetwork("prod", { cidr: "10.64.0.0/16", zones, ...args }));
const taggedWith = (resources: Deployment, tag: string) =>
  resources
    .all("aws:ec2/subnet:Subnet")
    .filter(({ inputs }) => tag in inputs["tags"])
    .map(({ name }) => name);

describe("the load balancer subnets of a network", () => {
  it("have the tag by which a controller finds them, and no other subnet has it", async () => {
    const resources = await deployed({ loadBalancers: ["public", "internal"] });
    expect(taggedWith(resources, "kubernetes.io/role/elb")).to.deep.equal([
      "prod-load-balancers-public-0",
      "prod-load-balancers-public-1",
    ]);
    expect(taggedWith(resources, "kubernetes.io/role/internal-elb")).to.deep.equal([
      "prod-load-balancers-internal-0",
      "prod-load-balancers-internal-1",
    ]);
  });

  it("are the only ones with a route to the internet, if the network has no egress", async () => {
    const resources = await deployed({ loadBalancers: ["public", "internal"] });
    const tables = resources.all("aws:ec2/route:Route").map(({ inputs }) => inputs["routeTableId"]);
    expect(tables).to.deep.equal(["prod-load-balancers-public-0-id", "prod-load-balancers-public-1-id"]);
    const used = resources
      .all("aws:ec2/routeTableAssociation:RouteTableAssociation")
      .filter(({ inputs }) => tables.includes(inputs["routeTableId"]))
      .map(({ inputs }) => inputs["subnetId"]);
    expect(used).to.deep.equal(["prod-load-balancers-public-0-id", "prod-load-balancers-public-1-id"]);
    expect(resources.all("aws:ec2/natGateway:NatGateway")).to.deep.equal([]);
  });

  it("need no internet gateway if they are internal", async () => {
    const resources = await deployed({ loadBalancers: ["internal"] });
    expect(resources.all("aws:ec2/internetGateway:InternetGateway")).to.deep.equal([]);
    expect(resources.all("aws:ec2/route:Route")).to.deep.equal([]);
  });

  it("share one internet gateway with NAT", async () => {
    const resources = await deployed({ loadBalancers: ["public"], egress: "nat" });
    expect(resources.all("aws:ec2/internetGateway:InternetGateway")).to.have.lengthOf(1);
  });

  it("leave the nodes' subnets to internal load balancers if there are none", async () => {
    expect(taggedWith(await deployed({}), "kubernetes.io/role/internal-elb")).to.deep.equal([
      "prod-nodes-0",
      "prod-nodes-1",
    ]);
  });
});
