import { markdownLines } from "./markdown-prose.ts";
import { type ProseBlock, type ProseLine, paragraphs } from "./prose-block.ts";

/** Comments that tell a tool what to do, not a reader. */
const directive = /^\s*(!|yaml-language-server:|shellcheck |biome-ignore |@ts-|go:|\/ )/;

/**
 * The comments of a file whose comments end with their line.
 *
 * @param marker what begins a comment: `#` in YAML and shell, `//` in Go
 */
export function lineCommentProse(source: string, marker: "#" | "//"): ProseBlock[] {
  return paragraphs(source.split("\n").flatMap((text, index) => commentLines(text, index + 1, marker)));
}

function commentLines(text: string, line: number, marker: string): ProseLine[] {
  const start = commentStart(text, marker);
  const comment = start === undefined ? "" : text.slice(start);
  const indent = /^\s*/.exec(comment)?.[0].length ?? 0;
  // A comment that is indented further shows code.
  return start === undefined || directive.test(comment) || indent > 2
    ? [{ line, column: 1, text: "" }]
    : markdownLines([comment.slice(indent)], line, start + indent + 1);
}

/** Where a comment's text begins in a line: after a marker at the start of the line, or after a space. */
function commentStart(text: string, marker: string): number | undefined {
  const [before, ...rest] = text.split(new RegExp(`(?<=^|\\s)${marker}(?=\\s|!|$)`));
  return before === undefined || rest.length === 0 ? undefined : before.length + marker.length;
}
