/** The most words that a sentence may have. */
export const longest = 25;

/** A sentence within a block's text. */
export interface Sentence {
  /** Index of its first character in the text. */
  readonly start: number;
  readonly text: string;
}

/**
 * Hides what isn't the writer's own wording behind one word of the same length: code, addresses, quoted messages,
 * and the targets of links. Indices stay valid.
 */
export function masked(text: string): string {
  return text
    .replaceAll(/``.+?``|\\?`[^`]*`/g, hidden)
    .replaceAll(/\{@link ([^}]*)\}/g, hidden)
    .replaceAll(/\]\([^)]*\)/g, (target) => " ".repeat(target.length))
    .replaceAll(/https?:\/\/[^\s)>]*[^\s)>.,;:]/g, hidden)
    .replaceAll(/"[^"]*"|“[^”]*”/g, hidden);
}

function hidden(text: string): string {
  return "X".repeat(text.length);
}

/** The sentences of a masked text. A full stop inside a number, a name or an abbreviation ends none. */
export function sentences(text: string): Sentence[] {
  const found: Sentence[] = [];
  const end = /(?<!\b(?:e\.g|i\.e|etc|vs|cf))[.!?](?=["”)\]*_\s]*(?:\s+["“(*_[]*[A-Z0-9]|\s*$))["”)\]*_]*/g;
  let start = 0;
  for (const match of text.matchAll(end)) {
    push(match.index + match[0].length);
  }
  push(text.length);
  return found;

  function push(until: number): void {
    const raw = text.slice(start, until);
    const indent = raw.length - raw.trimStart().length;
    if (raw.trim() !== "") {
      found.push({ start: start + indent, text: raw.trim() });
    }
    start = until;
  }
}

/** How many words a sentence has. Characters between spaces are one word if they contain a letter or a digit. */
export function wordsIn(sentence: string): number {
  return sentence.split(/\s+/).filter((token) => /[\p{L}\d]/u.test(token)).length;
}
