import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";

/**
 * Compares `text` with `test/golden/<name>`. `npm run goldens` writes the file again. Review its changes like code.
 */
export function expectGolden(name: string, text: string): void {
  const file = join(import.meta.dirname, "golden", name);
  if (process.env["UPDATE_GOLDENS"] !== undefined) {
    writeFileSync(file, text);
  }
  expect(text).to.equal(readFileSync(file, "utf8"));
}
