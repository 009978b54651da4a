import { extname } from "node:path";
import { lineCommentProse } from "./line-comment-prose.ts";
import { markdownProse } from "./markdown-prose.ts";
import { type Position, type ProseBlock, positionAt, textOf } from "./prose-block.ts";
import { longest, masked, sentences, wordsIn } from "./sentences.ts";
import { typeScriptProse } from "./typescript-prose.ts";
import type { WordRule } from "./word-list.ts";

/** A place whose English the style page doesn't allow. */
export interface ProseFinding extends Position {
  /** The sentence, exactly as the file has it. */
  readonly sentence: string;
  /** What is wrong, and what to write. */
  readonly suggestion: string;
}

/** How to find the prose of a file, by its ending. */
const readers: Readonly<Record<string, (source: string) => ProseBlock[]>> = {
  ".md": markdownProse,
  ".ts": typeScriptProse,
  ".go": (source) => lineCommentProse(source, "//"),
  ".yaml": (source) => lineCommentProse(source, "#"),
  ".yml": (source) => lineCommentProse(source, "#"),
  // A script without an ending begins with its interpreter.
  "": (source) => (source.startsWith("#!") ? lineCommentProse(source, "#") : []),
};

/** Whether the check can find prose in a file. */
export function holdsProse(file: string): boolean {
  return extname(file) in readers;
}

/** Every finding of a file, in the order of the file. */
export function proseFindings(file: string, source: string, words: readonly WordRule[]): ProseFinding[] {
  const blocks = readers[extname(file)]?.(source) ?? [];
  return blocks
    .flatMap((block) => blockFindings(block, words))
    .toSorted((a, b) => a.line - b.line || a.column - b.column);
}

function blockFindings(block: ProseBlock, words: readonly WordRule[]): ProseFinding[] {
  const text = textOf(block);
  return sentences(masked(text)).flatMap(({ start, text: sentence }) => {
    const written = text.slice(start, start + sentence.length);
    const count = wordsIn(sentence);
    return [
      ...(count > longest
        ? [
            {
              ...positionAt(block, start),
              sentence: written,
              suggestion: `${count} words; at most ${longest}. Write one idea in each sentence.`,
            },
          ]
        : []),
      ...words.flatMap(({ regex, why, suggestion }) =>
        [...sentence.matchAll(regex)].map((match) => ({
          ...positionAt(block, start + match.index),
          sentence: written,
          suggestion: `"${match[0]}": ${why} ${suggestion}`,
        })),
      ),
    ];
  });
}
