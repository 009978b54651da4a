import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Attempt } from "./attempt.ts";

const folder = join(import.meta.dirname, "../attempts");
// `require` loads synchronously: mocha's `describe` needs the attempts immediately.
const load = createRequire(import.meta.url);

/** The attempts of one file below test/lab/attempts: what it exports as `attempts`. */
export interface Theme {
  /** The file without its ending: `escapes/host`. */
  readonly name: string;
  readonly attempts: readonly Attempt[];
}

export const themes: readonly Theme[] = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .sort()
  .map((file) => {
    const theme = load(join(folder, file)) as { readonly attempts?: readonly Attempt[] };
    if (theme.attempts === undefined) {
      throw new Error(`test/lab/attempts/${file} has no export named attempts`);
    }
    return { name: file.slice(0, -".ts".length), attempts: theme.attempts };
  });

/** Every attempt of the suite. */
export const attempts: readonly Attempt[] = themes.flatMap((theme) => theme.attempts);
