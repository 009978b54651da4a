import { expect } from "chai";
import fc from "fast-check";
import { peopleSchema } from "../../../components/cluster/access/identity-provider-schema.ts";
import type { ApiAccess } from "../../../components/cluster/security-groups/api-access.ts";
import {
  apiAccessSchema,
  connectedNetworksSchema,
} from "../../../components/cluster/security-groups/api-access-schema.ts";
import {
  apiServiceAddress,
  dnsServiceAddress,
  serviceCidrSchema,
  serviceOverlapProblems,
} from "../../../components/contract/service-cidr.ts";
import { schemaProblems } from "../../../components/shared/input/schema-problems.ts";
import { contains, formatCidr, rangeAt } from "../../../components/shared/ipv4.ts";

describe("apiAccess", () => {
  const reason = "deploy runner";
  const paths = (...access: ApiAccess[]) => schemaProblems(apiAccessSchema, access).map(({ path }) => path);

  it("accepts private ranges and security groups", () => {
    expect(paths({ cidr: "10.1.0.0/24", reason }, { cidr: "100.64.0.0/28", reason })).to.deep.equal([]);
    expect(paths({ securityGroup: "sg-1", reason })).to.deep.equal([]);
  });

  for (const cidr of [
    "0.0.0.0/0",
    "10.0.0.0/7",
    "8.8.8.8/32",
    "172.32.0.0/16",
    "10.1.0.1/24",
    "10.1.0.0",
    "all",
  ]) {
    it(`refuses ${cidr}`, () => {
      expect(paths({ cidr, reason })).to.deep.equal(["[0].cidr"]);
    });
  }

  it("requires a reason, and each range once", () => {
    expect(paths({ cidr: "10.1.0.0/24", reason: " " })).to.deep.equal(["[0].reason"]);
    expect(paths({ cidr: "10.1.0.0/24", reason }, { cidr: "10.1.0.0/24", reason })).to.deep.equal([
      "[1].cidr",
    ]);
  });
});

describe("connectedNetworks", () => {
  it("accepts private ranges with a reason, each once", () => {
    const acquirer = { cidr: "10.20.0.0/24", reason: "acquirer" };
    expect(schemaProblems(connectedNetworksSchema, [acquirer])).to.deep.equal([]);
    expect(
      schemaProblems(connectedNetworksSchema, [acquirer, { cidr: "0.0.0.0/0", reason: "" }, acquirer]).map(
        ({ path }) => path,
      ),
    ).to.deep.equal(["[1].cidr", "[1].reason", "[2].cidr"]);
  });
});

describe("people", () => {
  const people = { issuerUrl: "https://login.example.com/tenant", clientId: "casemate" };
  const paths = (change: object) =>
    schemaProblems(peopleSchema, { ...people, ...change }).map(({ path }) => path);

  it("accepts an https issuer and custom prefixes", () => {
    expect(paths({})).to.deep.equal([]);
    expect(paths({ groupsPrefix: "corp:", usernamePrefix: "corp-" })).to.deep.equal([]);
  });

  for (const issuerUrl of ["http://login.example.com", "login.example.com", "https://a.example/?x=1", ""]) {
    it(`refuses the issuer ${JSON.stringify(issuerUrl)}`, () => {
      expect(paths({ issuerUrl })).to.deep.equal(["issuerUrl"]);
    });
  }

  for (const prefix of ["", "-", "s", "system", "system:", "system:node:", "eks:", "aws:x", "iam:"]) {
    it(`refuses the prefix ${JSON.stringify(prefix)} for users and for groups`, () => {
      expect(paths({ usernamePrefix: prefix, groupsPrefix: prefix })).to.deep.equal([
        "usernamePrefix",
        "groupsPrefix",
      ]);
    });
  }
});

describe("serviceCidr", () => {
  it("accepts any private range from /24 to /12 outside the VPC", () => {
    const bases = [
      { base: 0x0a000000, from: 12 },
      { base: 0xac100000, from: 12 },
      { base: 0xc0a80000, from: 16 },
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...bases),
        fc.integer({ min: 16, max: 24 }),
        fc.nat(255),
        (range, prefix, n) => {
          const cidr = formatCidr(rangeAt(range.base + n * 256, prefix));
          expect([
            ...schemaProblems(serviceCidrSchema, cidr),
            ...serviceOverlapProblems(cidr, "100.64.0.0/16"),
          ]).to.deep.equal([]);
          expect(contains(cidr, `${apiServiceAddress(cidr)}/32`)).to.equal(true);
          expect(contains(cidr, `${dnsServiceAddress(cidr)}/32`)).to.equal(true);
        },
      ),
    );
  });

  for (const cidr of ["172.20.0.0/25", "10.0.0.0/8", "8.8.8.0/24", "100.64.0.0/16", "172.20.1.0/16", "x"]) {
    it(`refuses ${cidr}`, () => {
      expect(schemaProblems(serviceCidrSchema, cidr)).to.have.length(1);
    });
  }

  it("refuses a range that is inside the VPC or contains it", () => {
    expect(serviceOverlapProblems("10.64.8.0/24", "10.64.0.0/16")[0]?.fix).to.contain("overlaps");
    expect(serviceOverlapProblems("10.64.0.0/12", "10.64.0.0/16")[0]?.fix).to.contain("overlaps");
  });
});
