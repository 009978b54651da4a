import { execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { buildLeash } from "../../../lab/build/build.ts";
import { newest } from "../../../lab/build/versions.ts";
import { leftoversOf, noLeftovers } from "../support/leftovers.ts";

const source = join(import.meta.dirname, "../../../lab/build/build.ts");
const go = { version: "any", platform: "any" };

describe("building the lab", function () {
  this.timeout(300_000);
  const environment = { ...process.env };
  let folder: string;
  let cache: string;

  before(() => {
    // Otherwise Go's cache would move as well, and Go would compile everything again.
    process.env["GOCACHE"] = execFileSync("go", ["env", "GOCACHE"], { encoding: "utf8" }).trim();
  });

  beforeEach(() => {
    folder = mkdtempSync(join(realpathSync(tmpdir()), "lab-build-"));
    process.env["XDG_CACHE_HOME"] = folder;
    cache = join(folder, "casemate", "lab");
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  after(() => {
    process.env = environment;
  });

  it("leaves no half-built programs when it is killed", async () => {
    const program = `import { build } from ${JSON.stringify(source)};
      await build("${newest}", (line) => console.log(line));`;
    const child = spawn(process.execPath, ["--input-type=module-typescript", "--eval", program], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await new Promise((resolve) => child.stdout.once("data", resolve));
    const drafts = readdirSync(cache).filter((name) => name.startsWith(".draft-"));
    expect(drafts).to.have.length(1);
    child.kill("SIGKILL");
    expect(await leftoversOf(join(cache, drafts[0] ?? ""))).to.deep.equal(noLeftovers);
    expect(readdirSync(cache).map((name) => name.split("-")[0])).to.deep.equal(["leash"]);
  });

  it("keeps one of two builds that two commands run together", async () => {
    const [one, two] = await Promise.all([buildLeash(go), buildLeash(go)]);
    expect(one).to.equal(two);
    expect(readdirSync(cache)).to.have.length(1);
  });

  it("removes the old draft of an interrupted build of the leash", async () => {
    for (const [name, hours] of [
      ["old", 25],
      ["new", 1],
    ] as const) {
      const draft = join(cache, `.draft-${name}`);
      mkdirSync(draft, { recursive: true });
      const then = new Date(Date.now() - hours * 3_600_000);
      utimesSync(draft, then, then);
    }
    await buildLeash(go);
    expect(readdirSync(cache).filter((name) => name.startsWith("."))).to.deep.equal([".draft-new"]);
  });

  it("leaves no directory when its parent ends before the start", async () => {
    const leash = await buildLeash(go);
    const directory = join(folder, "parent", "lab");
    const line = `{ sleep 0.5; "$0" -make "$1" -remove "$1" < /dev/null; } | true`;
    spawnSync("sh", ["-c", line, leash, directory]);
    expect(existsSync(join(folder, "parent"))).to.equal(true);
    expect(existsSync(directory)).to.equal(false);
  });
});
