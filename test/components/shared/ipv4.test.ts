import { expect } from "chai";
import fc from "fast-check";
import {
  cidrMistake,
  contains,
  formatAddress,
  formatCidr,
  isPrivate,
  nthAddress,
  overlaps,
  parseAddress,
  parseCidr,
  rangeAt,
  sizeOf,
} from "../../../components/shared/ipv4.ts";

const address = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const range = fc.tuple(address, fc.integer({ min: 0, max: 32 })).map(([a, prefix]) => rangeAt(a, prefix));

describe("IPv4 ranges", () => {
  it("parses a range to its bounds", () => {
    expect(parseCidr("10.64.0.0/16")).to.deep.equal({ first: 0x0a400000, last: 0x0a40ffff, prefix: 16 });
    expect(parseCidr("0.0.0.0/0")).to.deep.equal({ first: 0, last: 0xffffffff, prefix: 0 });
    expect(parseCidr("255.255.255.255/32")).to.deep.equal({
      first: 0xffffffff,
      last: 0xffffffff,
      prefix: 32,
    });
  });

  for (const text of [
    "",
    "/16",
    "10.64.0.0",
    "10.64.0/16",
    "10.64.0.0.0/16",
    "10.64.0.256/32",
    "10.064.0.0/16",
    "10.64.0.0/33",
    "10.64.0.0/016",
    "10.64.0.0/16/16",
    " 10.64.0.0/16",
    "10.64.0.0/-1",
    "0x0a.0.0.0/8",
    "fd00::/8",
    "10.64.0.1/16",
  ]) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      expect(parseCidr(text)).to.equal(undefined);
      expect(cidrMistake(text)).to.be.a("string");
      expect(() => contains(text, "10.0.0.0/8")).to.throw(RangeError);
    });
  }

  it("explains an invalid range", () => {
    expect(cidrMistake("10.64.3.1/16")).to.contain("10.64.0.0/16");
    expect(cidrMistake("10.64.3.1")).to.contain("10.64.3.1/32");
    expect(cidrMistake("ten")).to.contain("10.64.0.0/16");
    expect(cidrMistake("10.64.0.0/16")).to.equal(undefined);
  });

  it("formats what it parsed", () => {
    fc.assert(
      fc.property(range, (r) => {
        expect(parseCidr(formatCidr(r))).to.deep.equal(r);
      }),
    );
    fc.assert(
      fc.property(address, (a) => {
        expect(parseAddress(formatAddress(a))).to.equal(a);
      }),
    );
  });

  it("finds whether a range contains another", () => {
    expect(contains("10.0.0.0/8", "10.64.0.0/16")).to.equal(true);
    expect(contains("10.64.0.0/16", "10.0.0.0/8")).to.equal(false);
    expect(contains("10.64.0.0/16", "10.64.0.0/16")).to.equal(true);
    expect(contains("10.64.0.0/16", "10.65.0.0/24")).to.equal(false);
  });

  it("finds that two ranges overlap exactly if one contains the other", () => {
    fc.assert(
      fc.property(range, range, (a, b) => {
        expect(overlaps(a, b)).to.equal(contains(a, b) || contains(b, a));
        expect(overlaps(b, a)).to.equal(overlaps(a, b));
      }),
    );
  });

  it("counts addresses from the network address", () => {
    expect(nthAddress("172.20.0.0/16", 10)).to.equal("172.20.0.10");
    expect(nthAddress("172.20.0.0/16", 256)).to.equal("172.20.1.0");
    expect(nthAddress("10.0.0.0/30", 3)).to.equal("10.0.0.3");
    expect(() => nthAddress("10.0.0.0/30", 4)).to.throw(RangeError);
    expect(() => nthAddress("10.0.0.0/30", -1)).to.throw(RangeError);
    expect(() => nthAddress("10.0.0.0/30", 0.5)).to.throw(RangeError);
    expect(sizeOf("10.0.0.0/30")).to.equal(4);
  });

  for (const [cidr, expected] of [
    ["10.0.0.0/8", true],
    ["10.255.255.255/32", true],
    ["8.0.0.0/6", false],
    ["11.0.0.0/8", false],
    ["172.16.0.0/12", true],
    ["172.31.255.0/24", true],
    ["172.32.0.0/16", false],
    ["172.0.0.0/8", false],
    ["192.168.0.0/16", true],
    ["192.169.0.0/16", false],
    ["100.64.0.0/10", true],
    ["100.127.0.0/16", true],
    ["100.128.0.0/16", false],
    ["0.0.0.0/0", false],
  ] as const) {
    it(`${cidr} is ${expected ? "private" : "public"}`, () => {
      expect(isPrivate(cidr)).to.equal(expected);
    });
  }
});
