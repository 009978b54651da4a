import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { policyReference } from "../../docs/generate/policies-page.ts";
import { loadRules } from "../../policy/load-rules.ts";

describe("docs/reference/policies.md", () => {
  it("matches the rules; `node docs/generate/policies-page.ts` rewrites it", async () => {
    const page = join(import.meta.dirname, "../../docs/reference/policies.md");
    expect(await readFile(page, "utf8")).to.equal(policyReference(await loadRules()));
  });
});
