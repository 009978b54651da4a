import { execFileSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { holdsProse, proseFindings } from "./prose-findings.ts";
import { loadWordList } from "./word-list.ts";

/**
 * Checks the English of files and folders: `npm run check:prose -- docs policy/rules`. Without arguments it checks
 * {@link checkedPaths}. The rules are in `docs/style.md`, the words in `docs/style/words.yaml`.
 *
 * Prints one finding after another and their count. Exits with 1 if there are any, and with 2 for a path without files.
 */
const root = join(import.meta.dirname, "../..");

/** What `npm run check` reads: the whole repository, except what {@link excludedPaths} names. */
const checkedPaths: readonly string[] = ["."];

/** Left out of {@link checkedPaths}: pages that come from checked code, and wrong sentences for the tests of this check. */
const excludedPaths: readonly string[] = ["docs/reference", "test/docs/style"];

const given = process.argv.slice(2);
const paths =
  given.length > 0 ? given : [...checkedPaths, ...excludedPaths.map((path) => `:(exclude)${path}`)];
const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "--", ...paths], {
  cwd: root,
  encoding: "utf8",
})
  .split("\n")
  .filter((file) => holdsProse(file) && statSync(join(root, file), { throwIfNoEntry: false })?.isFile());
if (files.length === 0) {
  console.error(`No file with prose in: ${paths.join(", ")}. Give files or folders of this repository.`);
  process.exit(2);
}

const words = loadWordList();
let count = 0;
for (const file of files) {
  for (const { line, column, sentence, suggestion } of proseFindings(
    file,
    readFileSync(join(root, file), "utf8"),
    words,
  )) {
    count += 1;
    console.log(`${file}:${line}:${column}\n  ${sentence}\n  ${suggestion}`);
  }
}
console.log(`${count} findings in ${files.length} files`);
process.exitCode = count === 0 ? 0 : 1;
