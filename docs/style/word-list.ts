import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";

const entry = z.strictObject({
  /** A regular expression, matched as whole words and without regard to case. */
  pattern: z.string(),
  /** Why the words are hard to read. */
  why: z.string(),
  /** What to write in their place. */
  suggestion: z.string(),
  /** A sentence that the pattern finds. */
  wrong: z.string(),
  /** The same sentence in plain English. */
  right: z.string(),
});

/** An entry of the word list, with its pattern compiled. */
export interface WordRule extends z.infer<typeof entry> {
  readonly regex: RegExp;
}

/** The words and phrases to avoid, from `docs/style/words.yaml`. */
export function loadWordList(file = join(import.meta.dirname, "words.yaml")): WordRule[] {
  return z
    .array(entry)
    .parse(parse(readFileSync(file, "utf8")))
    .map((rule) => ({ ...rule, regex: new RegExp(`(?<![\\w-])(?:${rule.pattern})(?![\\w-])`, "gi") }));
}
