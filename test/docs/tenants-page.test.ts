import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { tenantReference } from "../../docs/generate/tenants-page.ts";

describe("docs/reference/tenants.md", () => {
  it("matches the schemas; `node docs/generate/tenants-page.ts` rewrites it", async () => {
    const page = join(import.meta.dirname, "../../docs/reference/tenants.md");
    expect(await readFile(page, "utf8"))
      .to.equal(tenantReference())
      .and.not.to.contain("undefined");
  });
});
