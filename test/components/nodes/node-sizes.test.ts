import { expect } from "chai";
import { decideSize, type RunningPool } from "../../../components/nodes/node-sizes.ts";

const fixed = {
  amiType: "BOTTLEROCKET_x86_64",
  capacityType: "ON_DEMAND",
  instanceTypes: ["m6i.large"],
  subnetIds: ["subnet-1", "subnet-2"],
};
const running = (desiredSize: number, minSize = 3, maxSize = 12): RunningPool => ({
  sizes: { minSize, maxSize, desiredSize },
  fixed,
});

describe("the desired size of a pool", () => {
  const same = { minSize: 3, maxSize: 12 };

  it("is the smallest size if nothing runs, or no account answers", () => {
    expect(decideSize(same, fixed, undefined)).to.deep.equal({ desiredSize: 3, keepsLast: true, notes: [] });
  });

  it("stays the autoscaler's if neither sizes nor nodes change", () => {
    expect(decideSize(same, fixed, running(9))).to.deep.include({ keepsLast: true, notes: [] });
    const reordered = { ...fixed, subnetIds: ["subnet-2", "subnet-1"] };
    expect(decideSize(same, reordered, running(9))).to.deep.include({ keepsLast: true });
    expect(decideSize(same, { ...fixed, subnetIds: undefined }, running(9))).to.deep.include({
      keepsLast: true,
    });
  });

  for (const [minSize, maxSize, runs, desiredSize] of [
    [4, 12, 3, 4],
    [4, 12, 9, 9],
    [1, 12, 3, 3],
    [3, 6, 9, 6],
    [3, 30, 9, 9],
    [12, 12, 3, 12],
  ] as const) {
    it(`is ${desiredSize} for ${minSize} to ${maxSize} with ${runs} running`, () => {
      expect(decideSize({ minSize, maxSize }, fixed, running(runs))).to.deep.include({
        desiredSize,
        keepsLast: false,
      });
    });
  }

  it("is what runs if nodes go back a version, which EKS can't do in place", () => {
    const before = { ...running(9), fixed: { ...fixed, version: "1.36" } };
    const back = decideSize(same, { ...fixed, version: "1.35" }, before);
    expect(back).to.deep.include({ desiredSize: 9, keepsLast: false });
    expect(back.notes.join()).to.include("from 1.36 back to 1.35").and.to.include("--target-replace");
    expect(decideSize(same, { ...fixed, version: "1.37" }, before)).to.deep.include({
      keepsLast: true,
      notes: [],
    });
  });

  it("is what runs if another group replaces this one, and says what happens to pods", () => {
    for (const change of [
      { instanceTypes: ["m7i.large"] },
      { amiType: "AL2023_x86_64_STANDARD" },
      { capacityType: "SPOT" },
      { subnetIds: ["subnet-3"] },
    ]) {
      const decision = decideSize(same, { ...fixed, ...change }, running(9));
      expect(decision).to.deep.include({ desiredSize: 9, keepsLast: false });
      expect(decision.notes.join()).to.include(Object.keys(change)[0]).and.to.include("a group of 9 nodes");
    }
  });
});
