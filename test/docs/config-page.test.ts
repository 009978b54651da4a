import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { configReference } from "../../docs/generate/config-page.ts";

describe("docs/reference/config.md", () => {
  it("matches the schemas; `node docs/generate/config-page.ts` rewrites it", async () => {
    const page = join(import.meta.dirname, "../../docs/reference/config.md");
    expect(await readFile(page, "utf8"))
      .to.equal(configReference())
      .and.not.to.contain("undefined");
  });
});
