import { renameSync, rmSync, writeFileSync } from "node:fs";

export interface WholeFileOptions {
  /** The file's permissions. @default - what the process's umask allows */
  readonly mode?: number;
  /** The path to write first, on the same file system. @default - a path next to the file */
  readonly draft?: string;
}

/** Writes the whole file or nothing. A reader sees either the old or the new content. */
export function replaceFile(
  file: string,
  content: string,
  { mode, draft = `${file}.${process.pid}` }: WholeFileOptions = {},
): void {
  try {
    writeFileSync(draft, content, mode === undefined ? {} : { mode });
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
