import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { expect } from "chai";
import { catalogue } from "../../controls/catalogue.ts";
import { loadRules } from "../../policy/reference.ts";
import { tagOf } from "../../policy/rule.ts";

describe("the rules of the pack", () => {
  it("are each in a file of their id", async () => {
    const files = await readdir(join(import.meta.dirname, "../../policy/rules"));
    const rules = await loadRules();
    expect(rules.map(({ id }) => id)).to.have.members(files.map((file) => basename(file, ".ts")));
  });

  it("are each tested in a file of their id", async () => {
    const tests = await readdir(join(import.meta.dirname, "rules"));
    const rules = await loadRules();
    expect(tests).to.include.members(rules.map(({ id }) => `${id}.test.ts`));
  });

  it("serve controls that the catalogue has, each once", async () => {
    const known = new Set(catalogue.map(tagOf));
    for (const rule of await loadRules()) {
      const tags = rule.controls.map(tagOf);
      expect(tags, rule.id).to.not.be.empty;
      expect(
        tags.filter((tag) => !known.has(tag)),
        rule.id,
      ).to.deep.equal([]);
      expect(new Set(tags), rule.id).to.have.property("size", tags.length);
    }
  });
});
