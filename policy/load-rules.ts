import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Rule } from "./lib/rule.ts";

/** All rules of the pack, in the order of their files. The default export of each file in `rules/<domain>/` is a rule. */
export async function loadRules(): Promise<Rule[]> {
  const folder = join(import.meta.dirname, "rules");
  const files = (await readdir(folder, { recursive: true })).filter((file) => /\.[jt]s$/.test(file)).sort();
  return await Promise.all(
    files.map(async (file) => {
      const { default: rule } = (await import(pathToFileURL(join(folder, file)).href)) as { default: Rule };
      return rule;
    }),
  );
}
