import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { admissionReference } from "../../components/admission/reference.ts";

describe("docs/reference/admission.md", () => {
  it("says what the policies say; `node components/admission/reference.ts` rewrites it", async () => {
    const page = join(import.meta.dirname, "../../docs/reference/admission.md");
    expect(await readFile(page, "utf8"))
      .to.equal(admissionReference())
      .and.not.to.contain("undefined");
  });
});
