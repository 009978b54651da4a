import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";

const folder = join(import.meta.dirname, "../../docs/decisions");
const read = (file: string) => readFileSync(join(folder, file), "utf8");
const records = readdirSync(folder).filter((file) => file !== "README.md");

describe("docs/decisions", () => {
  it("gives each record its own number", () => {
    const numbers = records.map((file) => Number(file.slice(0, 4)));
    expect(numbers).to.deep.equal(records.map((_, index) => index + 1));
  });

  for (const file of records) {
    it(`has date, status and alternatives, and is in the list: ${file}`, () => {
      const [, title, date, status] =
        /^# (\d+\. .+)\n\n- Date: (\d{4}-\d\d-\d\d)\n- Status: (.+)\n\n## Decision\n/.exec(read(file)) ?? [];
      expect(title, "title, date and status").to.match(new RegExp(`^${Number(file.slice(0, 4))}\\. `));
      expect(read(file)).to.include("\n## Alternatives\n");
      expect(read("README.md")).to.include(`| [${title}](${file}) | ${date} | ${status} |\n`);
    });
  }
});
