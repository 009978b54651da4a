import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Attempt } from "./attempt.ts";

const folder = join(import.meta.dirname, "../attempts");
// `require` loads synchronously: mocha's `describe` needs the attempts at once.
const load = createRequire(import.meta.url);

/** Every attempt of the suite: what each file below test/lab/attempts exports as `attempts`. */
export const attempts: readonly Attempt[] = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .sort()
  .flatMap((file) => {
    const theme = load(join(folder, file)) as { readonly attempts?: readonly Attempt[] };
    if (theme.attempts === undefined) {
      throw new Error(`test/lab/attempts/${file} has no export named attempts`);
    }
    return theme.attempts;
  });
