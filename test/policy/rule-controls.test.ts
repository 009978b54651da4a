import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { expect } from "chai";
import { catalogue } from "../../controls/catalogue.ts";
import { loadRules } from "../../policy/load-rules.ts";
import { controlTag } from "../../protocol/tags.ts";

describe("the rules of the pack", () => {
  const filesIn = async (folder: string) =>
    (await readdir(join(import.meta.dirname, folder), { recursive: true })).filter((file) =>
      file.endsWith(".ts"),
    );

  it("are each in a file of their id", async () => {
    const files = await filesIn("../../policy/rules");
    expect((await loadRules()).map(({ id }) => id)).to.have.members(
      files.map((file) => basename(file, ".ts")),
    );
  });

  it("are each tested in a file of their id, in a folder of the same name", async () => {
    const files = await filesIn("../../policy/rules");
    expect(await filesIn("rules")).to.include.members(files.map((file) => file.replace(/\.ts$/, ".test.ts")));
  });

  it("serve controls that the catalogue has, each once", async () => {
    const known = new Set(catalogue.map(controlTag));
    for (const rule of await loadRules()) {
      const tags = rule.controls.map(controlTag);
      expect(tags, rule.id).to.not.be.empty;
      expect(
        tags.filter((tag) => !known.has(tag)),
        rule.id,
      ).to.deep.equal([]);
      expect(new Set(tags), rule.id).to.have.property("size", tags.length);
    }
  });
});
