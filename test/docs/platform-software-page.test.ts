import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { platformSoftwareReference } from "../../docs/generate/platform-software-page.ts";
import { catalogue } from "../components/platform/fixtures.ts";

describe("docs/reference/platform-software.md", () => {
  it("matches the catalogue; `node docs/generate/platform-software-page.ts` rewrites it", async () => {
    expect(await readFile(join(import.meta.dirname, "../../docs/reference/platform-software.md"), "utf8"))
      .to.equal(platformSoftwareReference())
      .and.to.contain("# Platform software");
  });

  it("names ports, accounts, endpoints, exceptions and options of an entry", () => {
    const page = platformSoftwareReference(catalogue);
    for (const text of [
      "| [mirror](#mirror) | v1.2.3 | `mirror-system` | chart `mirror` 1.2.3 |",
      "9443 webhook (api-server)",
      "`mirror-controller`",
      "`ecr.api`",
      "node's network: serves the node's container runtime",
      "| `sources` | a range of an upstream registry | required |",
      "- Custom resources: `mirror.example.com`",
    ]) {
      expect(page).to.contain(text);
    }
  });
});
