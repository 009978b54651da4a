import { renameSync, rmSync, writeFileSync } from "node:fs";

export interface WholeFileOptions {
  /** The file's permissions. @default - as the process's umask has it */
  readonly mode?: number;
  /** Where it is written first, on the same file system. @default - beside the file */
  readonly draft?: string;
}

/** Writes a file whole or not at all: who reads it sees the old content or the new one. */
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
