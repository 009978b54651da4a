import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect } from "chai";

const root = join(import.meta.dirname, "../../..");
const check = (path: string) =>
  spawnSync(process.execPath, ["docs/style/check-prose.ts", path], { cwd: root, encoding: "utf8" });

describe("node docs/style/check-prose.ts", () => {
  it("prints place, sentence and suggestion of each finding, and their count", () => {
    const { status, stdout } = check("test/docs/style/prose-findings.test.ts");
    expect(stdout).to.match(
      /^test\/docs\/style\/prose-findings\.test\.ts:\d+:\d+\n {2}\S.*\n {2}"whoever": /m,
    );
    expect(stdout).to.match(/\n[1-9]\d* findings in 1 files\n$/);
    expect(status).to.equal(1);
  });

  it("succeeds without findings", () => {
    const { status, stdout } = check("docs/style.md");
    expect(stdout).to.equal("0 findings in 1 files\n");
    expect(status).to.equal(0);
  });

  it("refuses a path without files, so that a misspelt path isn't clean", () => {
    const { status, stderr } = check("docs/no-such-page.md");
    expect(stderr).to.include("docs/no-such-page.md");
    expect(status).to.equal(2);
  });
});
