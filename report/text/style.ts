import { styleText } from "node:util";

/** The look of text in its output. */
export interface Style {
  /** The number of columns of a line. */
  readonly width: number;
  heading(text: string): string;
  faint(text: string): string;
  good(text: string): string;
  warning(text: string): string;
  bad(text: string): string;
}

type Format = Parameters<typeof styleText>[0];

/** Colour and width of a stream. Only a terminal gets colour, unless `NO_COLOR` or `FORCE_COLOR` is set. */
export function terminalStyle(stream: NodeJS.WriteStream): Style {
  const styled = (format: Format) => (text: string) => styleText(format, text, { stream });
  return {
    width: Math.max(60, Math.min(stream.columns ?? 100, 140)),
    heading: styled("bold"),
    faint: styled("dim"),
    good: styled("green"),
    warning: styled("yellow"),
    bad: styled("red"),
  };
}

/** Rows in columns as wide as their widest cell. The last column wraps. */
export function table(rows: readonly (readonly string[])[], { width }: Style, indent = "  "): string[] {
  const last = Math.max(0, ...rows.map((row) => row.length)) - 1;
  const widths = Array.from({ length: last }, (_, index) =>
    Math.max(...rows.map((row) => (row[index] ?? "").length)),
  );
  return rows.map((row) => {
    const start = widths.reduce(
      (line, columnWidth, index) => `${line}${(row[index] ?? "").padEnd(columnWidth)}  `,
      indent,
    );
    const [first = "", ...more] = wrap(
      row[last] ?? "",
      Math.max(width, start.length + 20),
      " ".repeat(start.length),
    );
    return [`${start}${first.trimStart()}`.trimEnd(), ...more].join("\n");
  });
}

/** The lines of `text`, at most `width` long, each after `indent`. */
export function wrap(text: string, width: number, indent: string): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    if (line !== "" && indent.length + line.length + 1 + word.length > width) {
      lines.push(indent + line);
      line = "";
    }
    line = line === "" ? word : `${line} ${word}`;
  }
  return line === "" ? lines : [...lines, indent + line];
}

/** The first lines, and a line with the number of the others. */
export function some(lines: readonly string[], limit: number, rest: string): string[] {
  const hidden = lines.length - limit;
  return hidden <= 1 ? [...lines] : [...lines.slice(0, limit), `  and ${hidden} more ${rest}`];
}

/** `checkout, payments and 3 more`. */
export function listed(names: readonly string[], limit = 3): string {
  return names.length <= limit + 1
    ? names.join(", ")
    : `${names.slice(0, limit).join(", ")} and ${names.length - limit} more`;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
