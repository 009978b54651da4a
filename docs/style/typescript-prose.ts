import ts from "typescript";
import { markdownLines } from "./markdown-prose.ts";
import { type ProseBlock, type ProseLine, paragraphs } from "./prose-block.ts";

/** Comments that tell a tool what to do, not a reader. */
const directive = /^\s*(biome-ignore|@ts-|eslint-|\/ <reference)/;
/** Tags after which the line holds prose. Their names and the names of parameters aren't prose. */
const proseTag =
  /^(\s*)@(?:default(?:\s+-)?|throws(?:\s+[A-Z]\w*)?|returns|remarks|param\s+\w+|deprecated)\s/;

/** The prose of a TypeScript file: comments, docstrings, messages and titles of tests. */
export function typeScriptProse(source: string): ProseBlock[] {
  const file = ts.createSourceFile("prose.ts", source, ts.ScriptTarget.Latest, true);
  const comments = new Map<number, ts.CommentRange>();
  const messages: ProseBlock[] = [];
  visit(file);
  return [
    ...commentBlocks(
      file,
      [...comments.values()].toSorted((a, b) => a.pos - b.pos),
    ),
    ...messages,
  ];

  function visit(node: ts.Node): void {
    const around = [
      ...(ts.getLeadingCommentRanges(source, node.getFullStart()) ?? []),
      ...(ts.getTrailingCommentRanges(source, node.getEnd()) ?? []),
    ];
    for (const range of around) {
      comments.set(range.pos, range);
    }
    messages.push(...messagesOf(node, file));
    node.getChildren(file).forEach(visit);
  }
}

function commentBlocks(file: ts.SourceFile, comments: readonly ts.CommentRange[]): ProseBlock[] {
  const lines: ProseLine[] = [];
  let last = -1;
  for (const { pos, end, kind } of comments) {
    const { line, character } = file.getLineAndCharacterOfPosition(pos);
    const raw = file.text.slice(pos, end);
    if (kind === ts.SyntaxKind.SingleLineCommentTrivia) {
      const text = raw.slice(2);
      // Comments on neighbouring lines are one text.
      lines.push(...(line === last + 1 ? [] : [blank]));
      const comment = trimmed({ line: line + 1, column: character + 3, text });
      lines.push(
        ...(directive.test(text) ? [blank] : markdownLines([comment.text], comment.line, comment.column)),
      );
    } else {
      lines.push(blank, ...docLines(raw, line + 1, character + 1), blank);
    }
    last = line;
  }
  return paragraphs(lines);
}

const blank: ProseLine = { line: 0, column: 0, text: "" };

/** The lines of a docstring, without stars, names of tags and examples. */
function docLines(raw: string, firstLine: number, firstColumn: number): ProseLine[] {
  let isExample = false;
  let isFenced = false;
  const body = raw.replace(/\*\/$/, "");
  return body.split("\n").flatMap((text, index): ProseLine[] => {
    const mark = (index === 0 ? /^\/\*+ ?/ : /^\s*\* ?/).exec(text)?.[0] ?? "";
    const rest = text.slice(mark.length);
    const line = firstLine + index;
    const column = (index === 0 ? firstColumn : 1) + mark.length;
    if (/^\s*@/.test(rest)) {
      isExample = /^\s*@example/.test(rest);
      const tag = proseTag.exec(rest)?.[0];
      return tag === undefined || isExample
        ? [blank]
        : [blank, trimmed({ line, column: column + tag.length, text: rest.slice(tag.length) })];
    }
    const isFence = /^\s*```/.test(rest);
    isFenced = isFence ? !isFenced : isFenced;
    return isExample || isFence || isFenced ? [blank] : inlineTag(rest, line, column);
  });
}

/** A line may end in a tag, `Which class. @default "standard"`: the tag's text is its own block. */
function inlineTag(text: string, line: number, column: number): ProseLine[] {
  const at = text.search(/\s@(default|throws)\b/);
  if (at < 0) {
    return markdownLines([text], line, column);
  }
  const rest = text.slice(at + 1);
  const tag = proseTag.exec(rest)?.[0] ?? rest;
  return [
    ...markdownLines([text.slice(0, at)], line, column),
    blank,
    trimmed({ line, column: column + at + 1 + tag.length, text: rest.slice(tag.length) }),
  ];
}

function trimmed({ line, column, text }: ProseLine): ProseLine {
  const indent = /^\s*/.exec(text)?.[0].length ?? 0;
  return { line, column: column + indent, text: text.trim() };
}

/** A string that reads like prose: a message, a description or the title of a test. */
function messagesOf(node: ts.Node, file: ts.SourceFile): ProseBlock[] {
  if (
    !(ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) || ts.isTemplateExpression(node))
  ) {
    return [];
  }
  const start = node.getStart(file) + 1;
  const raw = withoutSubstitutions(node, file, start);
  if (!readsLikeProse(raw)) {
    return [];
  }
  const { line, character } = file.getLineAndCharacterOfPosition(start);
  const [first = "", ...rest] = raw.split("\n");
  return paragraphs([
    ...markdownLines([first], line + 1, character + 1),
    ...markdownLines(rest, line + 2, 1),
  ]);
}

/** The text between the quotes. Every `${…}` counts as one word, and keeps its length. */
function withoutSubstitutions(
  node: ts.StringLiteral | ts.NoSubstitutionTemplateLiteral | ts.TemplateExpression,
  file: ts.SourceFile,
  start: number,
): string {
  let text = file.text.slice(start, node.getEnd() - 1);
  for (const span of ts.isTemplateExpression(node) ? node.templateSpans : []) {
    const from = span.expression.getFullStart() - start - 2;
    const to = span.literal.getStart(file) - start + 1;
    const hidden = text.slice(from, to).replaceAll(/[^\n]/g, "X");
    text = text.slice(0, from) + hidden + text.slice(to);
  }
  return text;
}

/** Best effort: at least three words, and no more than one in four that isn't an English word by its form. */
function readsLikeProse(text: string): boolean {
  const tokens = text.split(/\s+/).filter((token) => token !== "");
  const words = tokens.filter((token) => /^[("'“]?[A-Za-z]+(?:['’-][A-Za-z]+)*[)"'”]?[.,:;?!]*$/.test(token));
  return (
    words.length >= 3 &&
    words.length * 4 >= tokens.length * 3 &&
    !/=>|==|&&|\|\||;$|^\s*import |\bSELECT\b/.test(text)
  );
}
