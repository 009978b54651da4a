import { type ProseBlock, type ProseLine, paragraphs } from "./prose-block.ts";

/** The start of a list item, a heading or a quotation: it begins its own block. */
const marker = /^\s*(?:[-*+]\s+|\d+\.\s+|#{1,6}\s+|>\s?)/;

/** The prose of a Markdown file. Code blocks, tables, HTML comments and link targets aren't prose. */
export function markdownProse(source: string): ProseBlock[] {
  return paragraphs(markdownLines(withoutComments(source).split("\n"), 1, 1));
}

/**
 * The lines of Markdown text that are prose, with an empty line at the end of each block.
 *
 * @param firstLine the number of the first line in its file
 * @param column the column at which each line begins in its file
 */
export function markdownLines(lines: readonly string[], firstLine: number, column: number): ProseLine[] {
  const prose: ProseLine[] = [];
  let fence: string | undefined;
  lines.forEach((text, index) => {
    const line = firstLine + index;
    const empty = { line, column, text: "" };
    const opening = /^\s*(```+|~~~+)/.exec(text)?.[1];
    if (fence !== undefined) {
      fence = opening?.startsWith(fence) ? undefined : fence;
      prose.push(empty);
    } else if (opening !== undefined) {
      fence = opening;
      prose.push(empty);
    } else if (/^\s*\||^---$/.test(text)) {
      prose.push(empty);
    } else {
      const mark = marker.exec(text)?.[0] ?? "";
      const indent = mark === "" ? (/^\s*/.exec(text)?.[0].length ?? 0) : mark.length;
      if (mark !== "") {
        prose.push(empty);
      }
      prose.push({ line, column: column + indent, text: text.slice(indent).trimEnd() });
      if (mark.includes("#")) {
        prose.push(empty);
      }
    }
  });
  return prose;
}

/** Blanks HTML comments and keeps every other character where it is. */
function withoutComments(source: string): string {
  return source.replaceAll(/<!--.*?-->/gs, (comment) => comment.replaceAll(/[^\n]/g, " "));
}
