import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";

const root = join(import.meta.dirname, "../..");
const read = (file: string) => readFileSync(join(root, file), "utf8");

interface Side {
  readonly path?: string;
  readonly pathNot?: string;
}
interface Rule {
  readonly name: string;
  readonly from: Side;
  readonly to: Side;
}

const { forbidden }: { forbidden: readonly Rule[] } = JSON.parse(read(".dependency-cruiser.json"));
const picture = read("docs/architecture.svg");
const arrows = [...picture.matchAll(/data-from="([^"]+)" data-to="([^"]+)"/g)].map(
  ([, from = "", to = ""]) => [from, to] as const,
);

/** A file in a folder, or the file itself. */
const fileOf = (place: string) => (place.endsWith(".ts") ? place : `${place}/any-file.ts`);
const matches = ({ path, pathNot }: Side, file: string) =>
  path !== undefined &&
  new RegExp(path).test(file) &&
  !(pathNot !== undefined && new RegExp(pathNot).test(file));
/** Names of the rules that forbid an import. */
const rulesAgainst = (from: string, to: string) =>
  forbidden
    .filter((rule) => matches(rule.from, fileOf(from)) && matches(rule.to, fileOf(to)))
    .map(({ name }) => name);

describe("the picture of the architecture", () => {
  it("has arrows", () => {
    expect(arrows).to.have.length.above(10);
  });

  for (const [from, to] of arrows) {
    it(`shows an import that is allowed in one direction: ${from} to ${to}`, () => {
      expect(existsSync(join(root, from)), from).to.equal(true);
      expect(existsSync(join(root, to)), to).to.equal(true);
      // The program's entry point is the only one that nothing can import.
      expect(rulesAgainst(from, to)).to.deep.equal([]);
      if (from !== "index.ts") {
        expect(rulesAgainst(to, from), `${to} to ${from}`).not.to.deep.equal([]);
      }
    });
  }

  it("shows every folder that the dependency check reads", () => {
    const { scripts }: { scripts: Record<string, string> } = JSON.parse(read("package.json"));
    const folders = (scripts["check:imports"] ?? "").split(" ").filter((word) => /^[a-z]+$/.test(word));
    const checkedFolders = folders.filter((folder) => !["depcruise", "err", "docs"].includes(folder));
    expect(checkedFolders).to.include("components").and.to.include("plan");
    expect(checkedFolders.filter((folder) => !picture.includes(`>${folder}</text>`))).to.deep.equal([]);
  });
});
