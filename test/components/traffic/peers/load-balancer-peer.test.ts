import { expect } from "chai";
import type { Exposure } from "../../../../components/contract/exposure.ts";
import { addressOpenings } from "../../../../components/traffic/address-openings.ts";
import {
  type ExposedTenant,
  type ExposureRanges,
  exposureEnds,
  exposureProblems,
  withClients,
} from "../../../../components/traffic/peers/load-balancer-peer.ts";

const ranges: ExposureRanges = {
  vpcCidr: "10.64.0.0/16",
  serviceCidr: "172.20.0.0/16",
  publicLoadBalancerCidrs: ["10.64.252.0/24", "10.64.253.0/24"],
  internalLoadBalancerCidrs: ["10.64.248.0/24"],
};
const front: Exposure = { to: "frontend", port: 8080, visibility: "public" };

describe("the ends that exposures open", () => {
  it("are the subnets of the load balancers with that visibility, and no others", () => {
    const ends = exposureEnds([front, { to: "admin", port: 9000 }], ranges);
    expect(ends).to.deep.equal([
      ...["10.64.252.0/24", "10.64.253.0/24"].map((cidr) => ({
        direction: "ingress",
        workload: "frontend",
        peer: { cidr },
        port: 8080,
        protocol: "TCP",
      })),
      {
        direction: "ingress",
        workload: "admin",
        peer: { cidr: "10.64.248.0/24" },
        port: 9000,
        protocol: "TCP",
      },
    ]);
  });

  it("also are the clients whose addresses are kept", () => {
    const [, , clients] = exposureEnds([{ ...front, clients: ["0.0.0.0/0"] }], ranges);
    expect(clients).to.deep.include({ workload: "frontend", peer: { cidr: "0.0.0.0/0" }, port: 8080 });
  });

  it("are none without an exposure", () => expect(exposureEnds(undefined, ranges)).to.deep.equal([]));
});

describe("clients whose addresses a load balancer keeps", () => {
  const tenant = { name: "edge", exposure: [{ ...front, clients: ["203.0.113.0/24"] }, front] };

  it("open the nodes' security group for the port", () => {
    expect(addressOpenings([withClients(tenant)])).to.deep.equal([
      {
        name: "from-tcp-8080",
        direction: "ingress",
        protocol: "TCP",
        port: 8080,
        cidrs: ["203.0.113.0/24"],
        reasons: ["clients of a load balancer"],
      },
    ]);
  });

  it("are none by default", () =>
    expect(withClients({ name: "edge", exposure: [front] }).accepts).to.equal(undefined));
});

describe("the problems of exposures", () => {
  const problems = (exposure: Exposure, tenant: Partial<ExposedTenant> = {}, cluster: object = {}) =>
    exposureProblems(
      { name: "shop", workloads: { frontend: {} }, exposure: [exposure], ...tenant },
      { ...ranges, ...cluster },
      "",
    ).map(({ path, fix }) => `${path}: ${fix}`);

  it("has none for a workload behind a public load balancer", () =>
    expect(problems(front)).to.deep.equal([]));
  it("lets a public Network Load Balancer keep the addresses of all clients", () =>
    expect(problems({ ...front, clients: ["0.0.0.0/0"] })).to.deep.equal([]));

  const broken: [string, Exposure, Partial<ExposedTenant>, object, string][] = [
    [
      "a workload that the tenant doesn't declare",
      { ...front, to: "frontent" },
      {},
      {},
      'exposure[0].to: Did you mean "frontend"?',
    ],
    [
      "a public one in the class pci",
      front,
      { class: "pci" },
      {},
      "exposure[0].visibility: Expose a namespace of another class, which calls this one.",
    ],
    [
      "a visibility without subnets",
      front,
      {},
      { publicLoadBalancerCidrs: [] },
      "exposure[0].visibility: Add public to loadBalancers of the ClusterNetwork. For your own VPC, name the subnets' ranges in publicLoadBalancerCidrs.",
    ],
    [
      "public clients of an internal one",
      { ...front, visibility: "internal", clients: ["203.0.113.0/24"] },
      {},
      {},
      "exposure[0].clients[0]: Name the connected networks of the clients.",
    ],
    [
      "clients inside the VPC",
      { ...front, clients: ["10.64.0.0/18"] },
      {},
      {},
      "exposure[0].clients[0]: Declare pods that call it in accepts, with their namespace.",
    ],
    [
      "clients inside a further range of the VPC",
      { ...front, clients: ["100.64.0.0/18"] },
      {},
      { additionalCidrs: ["100.64.0.0/16"] },
      "exposure[0].clients[0]: Declare pods that call it in accepts, with their namespace.",
    ],
    [
      "clients that are no range",
      { ...front, clients: ["10.1.0.1/24"] },
      {},
      {},
      "exposure[0].clients[0]: Host bits are set; the range that contains it is 10.1.0.0/24.",
    ],
  ];
  for (const [what, exposure, tenant, cluster, line] of broken) {
    it(`refuses ${what}`, () => expect(problems(exposure, tenant, cluster)).to.deep.equal([line]));
  }
});
