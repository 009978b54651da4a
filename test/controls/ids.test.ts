import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { knownIds } from "../../controls/generate.ts";
import { cis, fsbp, mitre, nsa, requirement, textOf } from "../../controls/ids.ts";
import { knownControls } from "./known-controls.ts";

describe("the notation for requirements and controls", () => {
  it("has each control as a value and as a text", () => {
    const [control] = cis("5.4.2");
    expect(control).to.deep.equal({ framework: "CIS Amazon EKS Benchmark", id: "5.4.2" });
    expect(textOf(control)).to.equal("CIS EKS 5.4.2");
  });

  it("takes several ids of a framework together", () => {
    const controls = [
      ...requirement("A5"),
      ...nsa("NSA-NET-08"),
      ...fsbp("EKS.1"),
      ...mitre("T1133", "T1190"),
    ];
    expect(controls.map(textOf)).to.deep.equal([
      "A5",
      "NSA-NET-08",
      "FSBP EKS.1",
      "MITRE T1133",
      "MITRE T1190",
    ]);
  });

  it("doesn't take an id that its framework doesn't have", () => {
    // @ts-expect-error the benchmark doesn't have this item
    cis("9.9.9");
    // @ts-expect-error the article has thirteen requirements
    requirement("A14");
    // @ts-expect-error the id begins with NSA
    nsa("NET-08");
    // @ts-expect-error an id of another framework
    mitre("K06:2025");
  });

  it("doesn't take an empty list", () => {
    // @ts-expect-error there is no id
    cis();
  });

  it("has one text for each control", () => {
    expect(new Set(knownControls.map(textOf))).to.have.property("size", knownControls.length);
  });

  it("has no colon in a framework's name, because a colon ends the framework in a tag", () => {
    for (const { framework } of knownControls) {
      expect(framework).to.not.include(":");
    }
  });

  it("has the ids of the JSON files; `node controls/generate.ts` rewrites them", async () => {
    const file = join(import.meta.dirname, "../../controls/known-ids.ts");
    expect(await readFile(file, "utf8")).to.equal(knownIds());
  });
});
