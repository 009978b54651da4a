import { expect } from "chai";
import { groupRules } from "../../../components/cluster/security-groups/group-rules.ts";

const rules = groupRules({
  network: { cidr: "10.64.0.0/16", additionalCidrs: [], egress: "none", s3PrefixListId: "pl-s3" },
  apiAccess: [],
  connectedNetworks: [],
  loadBalancerCidrs: ["10.64.252.0/24"],
}).filter(({ name }) => name.includes("load-balancers"));

const isOpen = (wanted: number) =>
  rules.some(({ port = 0, toPort = port }) => wanted >= port && wanted <= toPort);

describe("the rules of the nodes' group for load balancers", () => {
  it("let their subnets in, and nothing out", () => {
    for (const { group, direction, peer } of rules) {
      expect({ group, direction, peer }).to.deep.equal({
        group: "nodes",
        direction: "ingress",
        peer: { cidr: "10.64.252.0/24" },
      });
    }
  });

  for (const port of [80, 443, 8080, 9443, 50051]) {
    it(`open ${port}, on which pods listen`, () => expect(isOpen(port)).to.equal(true));
  }
  for (const port of [10248, 10250, 10251, 10256, 10259, 30000, 32767]) {
    it(`keep ${port} closed, which belongs to nodes`, () => expect(isOpen(port)).to.equal(false));
  }
});
