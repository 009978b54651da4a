import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { requirementsReference } from "../../docs/generate/requirements-page.ts";
import { servers } from "../../docs/generate/served-by.ts";

describe("docs/reference/requirements.md", () => {
  it("says what controls/ says and what serves it; `npm run generate` rewrites it", async () => {
    const page = join(import.meta.dirname, "../../docs/reference/requirements.md");
    expect(await readFile(page, "utf8"))
      .to.equal(requirementsReference(await servers()))
      .and.not.to.contain("undefined");
  });

  it("has a place for each code that the other reference pages link to", async () => {
    const reference = join(import.meta.dirname, "../../docs/reference");
    const page = await readFile(join(reference, "requirements.md"), "utf8");
    const places = new Set(Array.from(page.matchAll(/<a id="([^"]+)">/g), ([, id]) => id));
    for (const name of ["policies.md", "admission.md"]) {
      const text = await readFile(join(reference, name), "utf8");
      const links = Array.from(text.matchAll(/requirements\.md#([\w-]+)/g), ([, id]) => id);
      expect(links, name).to.not.be.empty;
      expect(
        links.filter((link) => !places.has(link)),
        name,
      ).to.deep.equal([]);
    }
  });
});
