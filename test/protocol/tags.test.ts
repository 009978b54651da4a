import { expect } from "chai";
import fc from "fast-check";
import { cis, requirement } from "../../controls/ids.ts";
import { controlsIn, kindsIn, tagsOf } from "../../protocol/tags.ts";

const text = fc.string({ minLength: 1, unit: "binary" });
const withColon = fc.tuple(text, text).map((parts) => parts.join(":"));
const control = fc.record({
  framework: text.filter((name) => !name.includes(":")),
  id: fc.oneof(text, withColon),
});

describe("tags", () => {
  it("transfer controls and kinds unchanged", () => {
    fc.assert(
      fc.property(fc.array(control), fc.array(text), (controls, kinds) => {
        const tags = tagsOf({ controls, kinds });
        expect(controlsIn(tags)).to.deep.equal(controls);
        expect(kindsIn(tags)).to.deep.equal(kinds);
      }),
    );
  });

  it("are read in the published form", () => {
    const tags = ["control:CIS Amazon EKS Benchmark:5.4.2", "kind:aws:eks/cluster:Cluster", "eks"];
    expect(controlsIn(tags)).to.deep.equal([{ framework: "CIS Amazon EKS Benchmark", id: "5.4.2" }]);
    expect(kindsIn(tags)).to.deep.equal(["aws:eks/cluster:Cluster"]);
  });

  it("name a requirement apart: a rule serves a part of it, and doesn't show that it is met", () => {
    const tags = tagsOf({ controls: [...requirement("B2"), ...cis("5.4.2")], kinds: [] });
    expect(tags).to.deep.equal(["requirement:B2", "control:CIS Amazon EKS Benchmark:5.4.2"]);
    expect(controlsIn(tags)).to.deep.equal(cis("5.4.2"));
  });

  it("of another form name nothing", () => {
    const others = ["control:", "control:no-id", "control:no-id:", "control::5", "kind:", "my kind:x"];
    expect(controlsIn(others)).to.deep.equal([]);
    expect(kindsIn(others)).to.deep.equal([]);
  });
});
