import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { admissionReference } from "../../docs/generate/admission-page.ts";

describe("docs/reference/admission.md", () => {
  it("matches the policies; `node docs/generate/admission-page.ts` rewrites it", async () => {
    const page = join(import.meta.dirname, "../../docs/reference/admission.md");
    expect(await readFile(page, "utf8"))
      .to.equal(admissionReference())
      .and.not.to.contain("undefined");
  });
});
