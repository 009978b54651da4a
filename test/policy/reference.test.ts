import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { loadRules, policyReference } from "../../policy/reference.ts";

describe("docs/reference/policies.md", () => {
  it("says what the rules say; `node policy/reference.ts` rewrites it", async () => {
    const page = join(import.meta.dirname, "../../docs/reference/policies.md");
    expect(await readFile(page, "utf8")).to.equal(policyReference(await loadRules()));
  });
});
