import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect } from "chai";

const root = join(import.meta.dirname, "../..");
const read = (file: string) => readFileSync(join(root, file), "utf8");
const pages = [
  ...readdirSync(root).filter((file) => file.endsWith(".md")),
  ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => join("docs", file)),
];

describe("the documentation", () => {
  it("shows the library with the program that the package's test compiles and plans", () => {
    expect(read("README.md")).to.include(`\`\`\`ts\n${read("test/package/consumer/index.ts")}\`\`\``);
  });

  it("has no dead link", () => {
    const deadLinks = pages.flatMap((page) =>
      [...read(page).matchAll(/\]\((?!https?:)([^)#]+)/g)]
        .map(([, target = ""]) => join(dirname(page), target))
        .filter((target) => !existsSync(join(root, target)))
        .map((target) => `${page}: ${relative(".", target)}`),
    );
    expect(deadLinks).to.deep.equal([]);
  });

  it("names scripts that exist", () => {
    const { scripts }: { scripts: Record<string, string> } = JSON.parse(read("package.json"));
    const scriptNames = pages.flatMap((page) =>
      [...read(page).matchAll(/npm run (?:-s )?([\w:]+)/g)].map(([, name = ""]) => name),
    );
    expect(scriptNames.filter((name) => scripts[name] === undefined)).to.deep.equal([]);
  });
});
