import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { expect } from "chai";
import { loadRules } from "../../policy/load-rules.ts";

describe("the rules of the pack", () => {
  const filesIn = async (folder: string) =>
    (await readdir(join(import.meta.dirname, folder), { recursive: true })).filter((file) =>
      file.endsWith(".ts"),
    );

  it("are each in a file of their id", async () => {
    const files = await filesIn("../../policy/rules");
    expect((await loadRules()).map(({ id }) => id)).to.have.members(
      files.map((file) => basename(file, ".ts")),
    );
  });

  it("are each tested in a file of their id, in a folder of the same name", async () => {
    const files = await filesIn("../../policy/rules");
    expect(await filesIn("rules")).to.include.members(files.map((file) => file.replace(/\.ts$/, ".test.ts")));
  });
});
