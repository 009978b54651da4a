import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";

/**
 * Holds `text` against `test/golden/<name>`. `npm run goldens` writes the file anew; review its difference as
 * you would review code.
 */
export function expectGolden(name: string, text: string): void {
  const file = join(import.meta.dirname, "golden", name);
  if (process.env["UPDATE_GOLDENS"] !== undefined) {
    writeFileSync(file, text);
  }
  expect(text).to.equal(readFileSync(file, "utf8"));
}
