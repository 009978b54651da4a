/** One line of prose in a file, without the marks around it. */
export interface ProseLine {
  /** The line's number in the file, from 1. */
  readonly line: number;
  /** The column where the text begins, from 1. */
  readonly column: number;
  readonly text: string;
}

/** Lines that are read as one text: a paragraph, a list item, a comment, a message. */
export type ProseBlock = readonly ProseLine[];

/** A place in a file, both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The text of a block, with one space for each end of a line. */
export function textOf(block: ProseBlock): string {
  return block.map(({ text }) => text).join(" ");
}

/** Where the character at `index` of {@link textOf} is in the file. */
export function positionAt(block: ProseBlock, index: number): Position {
  let rest = index;
  for (const { line, column, text } of block) {
    if (rest <= text.length) {
      return { line, column: column + rest };
    }
    rest -= text.length + 1;
  }
  throw new RangeError(`index ${index} is beyond the block's text`);
}

/** Starts a new block at each empty line, so that paragraphs are read one by one. */
export function paragraphs(lines: readonly ProseLine[]): ProseBlock[] {
  const blocks: ProseLine[][] = [[]];
  for (const line of lines) {
    if (line.text.trim() === "") {
      blocks.push([]);
    } else {
      blocks.at(-1)?.push(line);
    }
  }
  return blocks.filter((block) => block.length > 0);
}
