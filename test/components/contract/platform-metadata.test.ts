import { expect } from "chai";
import { platformMetadata } from "../../../components/contract/platform-metadata.ts";
import { config, runProgram, tenantFiles } from "../../stacks/program.ts";

describe("platformMetadata", () => {
  it("marks an object as the platform's, and keeps its other labels and annotations", () => {
    expect(platformMetadata({ name: "a", labels: { b: "c" }, annotations: { d: "e" } })).to.deep.equal({
      name: "a",
      labels: { "app.kubernetes.io/managed-by": "casemate", b: "c" },
      annotations: { "pulumi.com/deletionPropagationPolicy": "background", d: "e" },
    });
  });

  it("is what every object of a program has", async () => {
    const { resources } = await runProgram(config, tenantFiles);
    const objects = resources.filter(({ type }) => type.startsWith("kubernetes:"));
    expect(objects).to.have.length.above(50);
    for (const { name, inputs } of objects) {
      const { labels, annotations } = inputs["metadata"];
      expect(labels, name).to.include({ "app.kubernetes.io/managed-by": "casemate" });
      expect(annotations, name).to.include({ "pulumi.com/deletionPropagationPolicy": "background" });
    }
  });
});
