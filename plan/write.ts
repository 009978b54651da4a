import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { UsageError } from "./errors.ts";
import type { OutputFile } from "./manifests.ts";

/** Writes a file whole or not at all. */
export function writeWhole(file: string, content: string): void {
  withDraft(dirname(resolve(file)), (draft) => {
    const path = join(draft, "file");
    writeFileSync(path, content);
    renameSync(path, file);
  });
}

/** In a folder that {@link writeFolder} wrote, and may thus replace. kubectl passes it over. */
const mark = ".casemate";

/**
 * Writes a folder with just these files, whole or not at all. It replaces an earlier one of its own.
 *
 * @throws UsageError if the folder holds anything else: nothing of the user's is ever removed.
 */
export function writeFolder(folder: string, files: readonly OutputFile[]): void {
  const target = resolve(folder);
  assertReplaceable(folder);
  withDraft(dirname(target), (draft) => {
    const fresh = join(draft, "new");
    const directories = new Set([fresh, ...files.map(({ path }) => dirname(join(fresh, path)))]);
    for (const directory of directories) {
      mkdirSync(directory, { recursive: true });
    }
    writeFileSync(join(fresh, mark), "Written by casemate, which replaces this folder as a whole.\n");
    for (const { path, content } of files) {
      writeFileSync(join(fresh, path), content);
    }
    if (existsSync(target)) {
      renameSync(target, join(draft, "old"));
    }
    renameSync(fresh, target);
  });
}

/** @throws UsageError if the folder holds what {@link writeFolder} didn't write. */
export function assertReplaceable(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length > 0 && !existsSync(join(folder, mark))) {
    throw new UsageError(
      `--out: received ${folder}, which holds other files; allowed: a new or empty folder, or one that casemate wrote.`,
    );
  }
}

function withDraft(directory: string, work: (draft: string) => void): void {
  mkdirSync(directory, { recursive: true });
  const draft = mkdtempSync(join(directory, ".casemate-"));
  try {
    work(draft);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}
