import { expect } from "chai";
import fc from "fast-check";
import { planSubnets } from "../../../components/network/cidr.ts";
import { InputError } from "../../../components/shared/input/input-error.ts";
import {
  contains,
  formatCidr,
  overlaps,
  parseCidr,
  rangeAt,
  sizeOf,
} from "../../../components/shared/ipv4.ts";

describe("planSubnets", () => {
  it("divides a /16", () => {
    expect(planSubnets("10.64.0.0/16", 3)).to.deep.equal({
      nodes: ["10.64.0.0/18", "10.64.64.0/18", "10.64.128.0/18"],
      controlPlane: ["10.64.192.0/28", "10.64.192.16/28", "10.64.192.32/28"],
      public: ["10.64.192.64/28", "10.64.192.80/28", "10.64.192.96/28"],
      spare: [
        "10.64.192.128/25",
        "10.64.193.0/24",
        "10.64.194.0/23",
        "10.64.196.0/22",
        "10.64.200.0/21",
        "10.64.208.0/20",
        "10.64.224.0/19",
      ],
    });
  });

  it("divides a /22, the smallest", () => {
    expect(planSubnets("192.168.4.0/22", 3)).to.deep.equal({
      nodes: ["192.168.4.0/24", "192.168.5.0/24", "192.168.6.0/24"],
      controlPlane: ["192.168.7.0/28", "192.168.7.16/28", "192.168.7.32/28"],
      public: ["192.168.7.64/28", "192.168.7.80/28", "192.168.7.96/28"],
      spare: ["192.168.7.128/25"],
    });
  });

  it("leaves the third quarter free with two zones, and moves nothing else", () => {
    const two = planSubnets("10.64.0.0/16", 2);
    const three = planSubnets("10.64.0.0/16", 3);
    expect(two.spare.at(-1)).to.equal("10.64.128.0/18");
    expect(three.nodes.slice(0, 2)).to.deep.equal(two.nodes);
    expect(three.controlPlane.slice(0, 2)).to.deep.equal(two.controlPlane);
    expect(three.public.slice(0, 2)).to.deep.equal(two.public);
  });

  const privateVpc = fc
    .tuple(
      fc.constantFrom("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"),
      fc.integer({ min: 16, max: 22 }),
      fc.nat(),
    )
    .map(([pool, prefix, offset]) => {
      const range = parseCidr(pool);
      return formatCidr(rangeAt((range?.first ?? 0) + (offset % sizeOf(pool)), prefix));
    });
  const zoneCount = fc.constantFrom(2 as const, 3 as const);

  it("fits any private /16 to /22, inside the VPC and without overlaps", () => {
    fc.assert(
      fc.property(privateVpc, zoneCount, (vpc, zones) => {
        const plan = planSubnets(vpc, zones);
        const ranges = [...plan.nodes, ...plan.controlPlane, ...plan.public, ...plan.spare];
        for (const [index, subnet] of ranges.entries()) {
          expect(contains(vpc, subnet), `${subnet} in ${vpc}`).to.equal(true);
          for (const other of ranges.slice(index + 1)) {
            expect(overlaps(subnet, other), `${subnet} and ${other}`).to.equal(false);
          }
        }
      }),
    );
  });

  it("gives every zone its share, and leaves out only the slots of a fourth zone", () => {
    fc.assert(
      fc.property(privateVpc, zoneCount, (vpc, zones) => {
        const plan = planSubnets(vpc, zones);
        expect([plan.nodes, plan.controlPlane, plan.public].map((subnets) => subnets.length)).to.deep.equal([
          zones,
          zones,
          zones,
        ]);
        expect(plan.nodes.map(sizeOf)).to.deep.equal(Array(zones).fill(sizeOf(vpc) / 4));
        expect([...plan.controlPlane, ...plan.public].map(sizeOf)).to.deep.equal(Array(2 * zones).fill(16));
        const addressCount = [...plan.nodes, ...plan.spare].reduce(
          (sum, subnet) => sum + sizeOf(subnet),
          8 * 16,
        );
        expect(addressCount).to.equal(sizeOf(vpc));
      }),
    );
  });

  for (const [cidr, hint] of [
    ["10.64.0.0/15", "can't be larger than a /16"],
    ["10.0.0.0/8", "can't be larger than a /16"],
    ["10.64.0.0/23", "runs out"],
    ["10.64.0.0/32", "runs out"],
    ["10.64.3.0/16", "10.64.0.0/16"],
    ["10.64.0.0", "Add the prefix length"],
    ["10.64.0.0/", "four numbers"],
    ["10.64.0/16", "four numbers"],
    ["10.64.0.300/16", "four numbers"],
    ["8.8.0.0/16", "10.0.0.0/8"],
    ["172.32.0.0/16", "172.16.0.0/12"],
    ["fd00::/56", "four numbers"],
    ["", "four numbers"],
  ] as const) {
    it(`refuses ${JSON.stringify(cidr)}`, () => {
      expect(() => planSubnets(cidr, 3))
        .to.throw(InputError)
        .with.property("message")
        .that.includes(`cidr: received ${JSON.stringify(cidr)}`)
        .and.includes(hint);
    });
  }
});
