import { expect } from "chai";
import {
  type AddressTenant,
  addressProblems,
  carvedOut,
} from "../../../../components/traffic/peers/address-peer.ts";

const ranges = { vpcCidr: "10.64.0.0/16", serviceCidr: "172.20.0.0/16" };
const waivers = [{ control: "flow-to-everyone", reason: "crawler", owner: "web", expires: "2027-01-31" }];

function problem(cidr: string, rest: Partial<AddressTenant> = {}) {
  const tenant: AddressTenant = { name: "shop", calls: [{ to: { cidr }, port: 443, reason: "x" }], ...rest };
  return addressProblems(tenant, ranges, "")[0];
}

describe("addressProblems", () => {
  const fine: [string, string, Partial<AddressTenant>?][] = [
    ["a peered network", "10.20.0.0/24"],
    ["a part of the VPC", "10.64.8.0/24"],
    ["a public address", "203.0.113.7/32"],
    ["the widest that is one party's", "44.0.0.0/8"],
    ["everyone, waived", "0.0.0.0/0", { waivers }],
    ["the whole VPC, waived", "10.0.0.0/8", { waivers }],
    ["a private address, in class pci", "10.20.0.0/24", { class: "pci" }],
    ["a carrier-grade NAT address, in class pci", "100.64.0.0/16", { class: "pci" }],
    ["a public address, in class sensitive", "203.0.113.7/32", { class: "sensitive" }],
  ];
  for (const [what, cidr, rest] of fine) {
    it(`allows a flow to name ${what}`, () => {
      expect(problem(cidr, rest)).to.equal(undefined);
    });
  }

  const refused: [string, string, string, Partial<AddressTenant>?][] = [
    ["no range", "10.20.0.0", "an IPv4 range, such as 10.20.0.0/24"],
    ["host bits", "10.20.0.1/24", "an IPv4 range, such as 10.20.0.0/24"],
    ["IPv6", "::/0", "an IPv4 range, such as 10.20.0.0/24"],
    ["everyone", "0.0.0.0/0", "a range of /8 or narrower that doesn't hold the whole VPC (10.64.0.0/16)"],
    [
      "half of everyone",
      "128.0.0.0/1",
      "a range of /8 or narrower that doesn't hold the whole VPC (10.64.0.0/16)",
    ],
    [
      "the whole VPC",
      "10.64.0.0/16",
      "a range of /8 or narrower that doesn't hold the whole VPC (10.64.0.0/16)",
    ],
    [
      "more than the VPC",
      "10.0.0.0/8",
      "a range of /8 or narrower that doesn't hold the whole VPC (10.64.0.0/16)",
    ],
    [
      "instance metadata",
      "169.254.169.254/32",
      "addresses outside 169.254.0.0/16, where instance metadata is",
    ],
    [
      "the link in a wider range",
      "169.254.0.0/15",
      "addresses outside 169.254.0.0/16, where instance metadata is",
    ],
    ["a Service's address", "172.20.0.1/32", "addresses outside the cluster's Service range 172.20.0.0/16"],
    [
      "Services in a wider range",
      "172.16.0.0/12",
      "addresses outside the cluster's Service range 172.20.0.0/16",
    ],
    [
      "a public address, in class pci",
      "203.0.113.7/32",
      "private addresses, because the class pci has no traffic with public ones",
      { class: "pci" },
    ],
    [
      "everyone, in class pci, waiver or not",
      "0.0.0.0/0",
      "private addresses, because the class pci has no traffic with public ones",
      { class: "pci", waivers },
    ],
    [
      "everyone, with a waiver for something else",
      "0.0.0.0/0",
      "a range of /8 or narrower that doesn't hold the whole VPC (10.64.0.0/16)",
      { waivers: [{ control: "cmk-secrets", reason: "x", owner: "x", expires: "2027-01-31" }] },
    ],
  ];
  for (const [what, cidr, allowed, rest] of refused) {
    it(`refuses ${what}`, () => {
      expect(problem(cidr, rest)).to.include({ received: cidr, allowed });
    });
  }

  describe("the whole VPC in two halves", () => {
    const halves = ["10.64.128.0/17", "10.64.0.0/17"];
    const calls = (...ports: readonly number[]) =>
      halves.map((cidr, index) => ({ to: { cidr }, port: ports[index] ?? 443, reason: "x" }));
    const problems = (tenant: Partial<AddressTenant>) =>
      addressProblems({ name: "shop", ...tenant }, ranges, "").map(({ path }) => path);

    it("is the whole VPC, in either direction", () => {
      expect(problems({ calls: calls() })).to.deep.equal(["calls"]);
      const accepts = halves.map((cidr) => ({ from: { cidr }, port: 443, reason: "x" }));
      expect(problems({ accepts })).to.deep.equal(["accepts"]);
    });

    it("isn't, on different ports, with a part left out, or with a waiver", () => {
      expect(problems({ calls: calls(443, 8443) })).to.deep.equal([]);
      expect(problems({ calls: calls().slice(1) })).to.deep.equal([]);
      expect(problems({ calls: calls(), waivers })).to.deep.equal([]);
    });
  });

  it("applies the same rules to both directions", () => {
    const tenant: AddressTenant = {
      name: "shop",
      accepts: [{ from: { cidr: "0.0.0.0/0" }, port: 443, reason: "x" }],
    };
    expect(addressProblems(tenant, ranges, "tenants[2].").map(({ path }) => path)).to.deep.equal([
      "tenants[2].accepts[0].from.cidr",
    ]);
  });

  describe("in a VPC with several ranges", () => {
    const several = { ...ranges, additionalCidrs: ["100.64.0.0/16"] };
    const severalProblem = (...cidrs: string[]) =>
      addressProblems(
        { name: "shop", calls: cidrs.map((cidr) => ({ to: { cidr }, port: 443, reason: "x" })) },
        several,
        "",
      )[0];

    it("refuses a flow with all of any range, in one part or several", () => {
      expect(severalProblem("100.64.0.0/16")?.allowed).to.contain("the whole VPC (100.64.0.0/16)");
      expect(severalProblem("100.64.0.0/10")?.allowed).to.contain("the whole VPC (100.64.0.0/16)");
      expect(severalProblem("10.64.0.0/16")?.allowed).to.contain("the whole VPC (10.64.0.0/16)");
      expect(severalProblem("100.64.0.0/17", "100.64.128.0/17")?.allowed).to.contain("(100.64.0.0/16)");
      expect(severalProblem("100.64.3.0/24", "10.64.3.0/24")).to.equal(undefined);
    });

    it("leaves all ranges out of a wider range", () => {
      expect(carvedOut(several)).to.deep.equal([
        "169.254.0.0/16",
        "172.20.0.0/16",
        "10.64.0.0/16",
        "100.64.0.0/16",
      ]);
    });
  });
});
