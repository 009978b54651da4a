import { execFileSync } from "node:child_process";
import { basename, join } from "node:path";
import { expect } from "chai";

const root = join(import.meta.dirname, "../..");
/** The folders whose file names must be unique. Tests mirror them, and have the same names. */
const folders = [
  "components",
  "stacks",
  "controls",
  "protocol",
  "policy",
  "plan",
  "report",
  "lab",
  "cli",
  "docs/generate",
];

describe("the house", () => {
  it("gives each file a name that no other file has", () => {
    const list = execFileSync("git", ["ls-files", "-co", "--exclude-standard", ...folders], { cwd: root });
    const files = [...new Set(list.toString().split("\n"))].filter(
      (file) => file.endsWith(".ts") && basename(file) !== "index.ts",
    );
    expect(files).to.have.length.above(200);
    const duplicates = [...Map.groupBy(files, (file) => basename(file)).values()].filter(
      (namesakes) => namesakes.length > 1,
    );
    expect(duplicates).to.deep.equal([]);
  });
});
