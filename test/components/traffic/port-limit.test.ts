import { expect } from "chai";
import type { FlowEnd } from "../../../components/traffic/flows/flow-end.ts";
import { portLimitProblems } from "../../../components/traffic/port-limit.ts";

function egress(count: number, peer: FlowEnd["peer"], first = 1, workload?: string): FlowEnd[] {
  return Array.from({ length: count }, (_, index) => ({
    direction: "egress",
    peer,
    port: first + index,
    protocol: "TCP",
    ...(workload === undefined ? {} : { workload }),
  }));
}

const paths = (...ends: FlowEnd[][]) => portLimitProblems(ends.flat(), "").map(({ received }) => received);

describe("portLimitProblems", () => {
  it("allows 24 ports with one peer, and any number with several", () => {
    expect(paths(egress(24, { namespace: "a" }), egress(24, { namespace: "b" }))).to.deep.equal([]);
  });

  it("counts a range of ports once, like the VPC CNI", () => {
    const range: FlowEnd = {
      direction: "egress",
      peer: { namespace: "a" },
      port: 8000,
      endPort: 9000,
      protocol: "TCP",
    };
    expect(paths(egress(23, { namespace: "a" }), [range])).to.deep.equal([]);
    expect(paths(egress(24, { namespace: "a" }), [range])).to.deep.equal(["25 ports with a/*"]);
  });

  it("refuses the 25th", () => {
    expect(paths(egress(25, { namespace: "a" }))).to.deep.equal(["25 ports with a/*"]);
  });

  it("counts the flows of all pods for a workload too", () => {
    expect(paths(egress(20, { namespace: "a" }), egress(10, { namespace: "a" }, 100, "web"))).to.deep.equal([
      "30 ports with a/*",
    ]);
  });

  it("counts the flows of a whole namespace for its workloads too", () => {
    expect(
      paths(egress(20, { namespace: "a" }), egress(10, { namespace: "a", workload: "api" }, 100)),
    ).to.deep.equal(["30 ports with a/api"]);
  });

  it("counts a wider range's ports for a narrower one", () => {
    expect(
      paths(egress(20, { cidr: "10.0.0.0/9" }), egress(10, { cidr: "10.20.0.0/24" }, 100)),
    ).to.deep.equal(["30 ports with 10.20.0.0/24"]);
  });
});
