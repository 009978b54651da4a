import { expect } from "chai";
import fc from "fast-check";
import { contains, overlaps } from "../../../components/shared/ipv4.ts";
import { addressOpenings } from "../../../components/traffic/address-openings.ts";
import type { FlowTenant } from "../../../components/traffic/flows/declared-flow.ts";

const rds = { to: { cidr: "10.64.224.0/24" }, port: 5432, reason: "RDS" };
const shop: FlowTenant = { name: "shop", calls: [rds] };

describe("the openings of flows with addresses", () => {
  it("have one entry for each direction, protocol and port", () => {
    const tenants: FlowTenant[] = [
      shop,
      {
        name: "mail",
        calls: [
          { to: { cidr: "203.0.113.0/24" }, port: 587, reason: "SMTP" },
          { to: { cidr: "10.64.225.0/24" }, port: 5432, reason: "another RDS" },
          { to: { cidr: "10.1.0.0/24" }, port: 514, protocol: "UDP", reason: "syslog" },
          { to: { namespace: "shop" }, port: 8080 },
        ],
        accepts: [{ from: { cidr: "10.1.0.0/24" }, port: 5432, reason: "operators" }],
      },
    ];
    expect(addressOpenings(tenants)).to.deep.equal([
      {
        name: "from-tcp-5432",
        direction: "ingress",
        protocol: "TCP",
        port: 5432,
        cidrs: ["10.1.0.0/24"],
        reasons: ["operators"],
      },
      {
        name: "to-tcp-5432",
        direction: "egress",
        protocol: "TCP",
        port: 5432,
        cidrs: ["10.64.224.0/24", "10.64.225.0/24"],
        reasons: ["RDS", "another RDS"],
      },
      {
        name: "to-tcp-587",
        direction: "egress",
        protocol: "TCP",
        port: 587,
        cidrs: ["203.0.113.0/24"],
        reasons: ["SMTP"],
      },
      {
        name: "to-udp-514",
        direction: "egress",
        protocol: "UDP",
        port: 514,
        cidrs: ["10.1.0.0/24"],
        reasons: ["syslog"],
      },
    ]);
  });

  it("have all ports of SCTP, because a security group knows no others", () => {
    const call = (port: number) =>
      ({ to: { cidr: "10.1.0.0/24" }, port, protocol: "SCTP", reason: "x" }) as const;
    const openings = addressOpenings([{ name: "shop", calls: [call(5000), call(6000)] }]);
    expect(openings.map(({ name, port, endPort }) => [name, port, endPort])).to.deep.equal([
      ["to-sctp", 0, 65535],
    ]);
  });

  it("keep ranges of ports", () => {
    const call = {
      to: { cidr: "10.64.224.0/24" },
      port: 30000,
      endPort: 30100,
      protocol: "UDP",
      reason: "RTP",
    } as const;
    expect(addressOpenings([{ name: "shop", calls: [call] }])).to.deep.equal([
      {
        name: "to-udp-30000-30100",
        direction: "egress",
        protocol: "UDP",
        port: 30000,
        endPort: 30100,
        cidrs: ["10.64.224.0/24"],
        reasons: ["RTP"],
      },
    ]);
  });

  it("leave out a range that a wider one contains, and split all addresses in two", () => {
    const cidrs = (...ranges: string[]) =>
      addressOpenings([{ name: "shop", calls: ranges.map((cidr) => ({ ...rds, to: { cidr } })) }])[0]?.cidrs;
    expect(cidrs("10.0.0.0/8", "10.1.0.0/16", "10.0.0.0/8")).to.deep.equal(["10.0.0.0/8"]);
    expect(cidrs("0.0.0.0/0", "10.1.0.0/16")).to.deep.equal(["0.0.0.0/1", "128.0.0.0/1"]);
  });

  it("open each declared range and nothing else, in any order", () => {
    const range = fc
      .tuple(fc.nat(255), fc.integer({ min: 8, max: 24 }))
      .map(([octet, prefix]) =>
        prefix < 16 ? `${octet}.0.0.0/8` : `10.${octet}.0.0/${prefix < 24 ? 16 : 24}`,
      );
    fc.assert(
      fc.property(fc.array(range, { minLength: 1, maxLength: 12 }), (ranges) => {
        const calls = ranges.map((cidr) => ({ ...rds, to: { cidr } }));
        const [opening] = addressOpenings([{ name: "shop", calls }]);
        const backwards = addressOpenings(
          [...calls].reverse().map((call) => ({ name: "shop", calls: [call] })),
        );
        expect(backwards).to.deep.equal([opening]);
        const cidrs = opening?.cidrs ?? [];
        expect(ranges.every((cidr) => cidrs.some((open) => contains(open, cidr)))).to.equal(true);
        expect(cidrs.every((open) => ranges.includes(open))).to.equal(true);
        expect(cidrs.some((open) => cidrs.some((other) => other !== open && overlaps(open, other)))).to.equal(
          false,
        );
      }),
    );
  });
});
