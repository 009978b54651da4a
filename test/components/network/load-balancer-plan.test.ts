import { expect } from "chai";
import fc from "fast-check";
import { planSubnets } from "../../../components/network/cidr.ts";
import {
  loadBalancerProblems,
  planLoadBalancers,
  spareWithout,
} from "../../../components/network/load-balancer-plan.ts";
import { contains, overlaps, sizeOf } from "../../../components/shared/ipv4.ts";

const both = ["public", "internal"] as const;

describe("the subnets of load balancers", () => {
  it("are at the end of the VPC's range", () => {
    expect(planLoadBalancers("10.64.0.0/16", { zones: 3, loadBalancers: both })).to.deep.equal({
      public: ["10.64.252.0/24", "10.64.253.0/24", "10.64.254.0/24"],
      internal: ["10.64.248.0/24", "10.64.249.0/24", "10.64.250.0/24"],
    });
  });

  it("keep their place when the other kind is added", () => {
    const { internal } = planLoadBalancers("10.64.0.0/16", { zones: 3, loadBalancers: ["internal"] });
    expect(internal).to.deep.equal(["10.64.248.0/24", "10.64.249.0/24", "10.64.250.0/24"]);
  });

  it("never overlap others, and are as large as a load balancer needs", () => {
    const vpcs = fc.record({
      prefix: fc.integer({ min: 16, max: 22 }),
      zones: fc.constantFrom(2 as const, 3 as const),
      loadBalancers: fc.constantFrom(["public"] as const, ["internal"] as const, both),
    });
    fc.assert(
      fc.property(vpcs, ({ prefix, zones, loadBalancers }) => {
        const cidr = `10.64.0.0/${prefix}`;
        fc.pre(loadBalancerProblems({ cidr, loadBalancers }).length === 0);
        const subnets = planSubnets(cidr, zones);
        const plan = planLoadBalancers(cidr, { zones, loadBalancers });
        const own = Object.values(plan).flat();
        const others = [...subnets.nodes, ...subnets.controlPlane, ...subnets.public];
        const spare = spareWithout(subnets.spare, plan);
        expect(own).to.have.lengthOf(zones * loadBalancers.length);
        const all = [...own, ...others, ...spare];
        expect(
          all.filter((one, index) => all.some((other, at) => at !== index && overlaps(one, other))),
        ).to.deep.equal([]);
        expect(own.every((one) => contains(cidr, one) && sizeOf(one) >= 32)).to.equal(true);
        const sum = (list: readonly string[]) => list.reduce((total, one) => total + sizeOf(one), 0);
        expect(sum(spare) + sum(own)).to.equal(sum(subnets.spare));
      }),
    );
  });

  it("of both kinds don't fit into a /22", () => {
    const [problem] = loadBalancerProblems({ cidr: "10.64.0.0/22", loadBalancers: [...both] });
    expect(problem?.fix).to.equal("Use a /21 or larger as the network's range.");
    expect(loadBalancerProblems({ cidr: "10.64.0.0/22", loadBalancers: ["public"] })).to.deep.equal([]);
  });
});
