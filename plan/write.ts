import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { UsageError } from "./errors.ts";
import type { OutputFile } from "./manifests.ts";

/** Writes a file whole or not at all. */
export function writeWhole(file: string, content: string): void {
  const draft = makeDraft(dirname(resolve(file)));
  try {
    writeFileSync(join(draft.path, "file"), content);
    renameSync(join(draft.path, "file"), file);
    draft.clear();
  } catch (error) {
    draft.undo();
    throw error;
  }
}

/** A folder that is written beside its place, and not there yet. */
export interface FolderDraft {
  /** Puts it there, whole. */
  commit(): void;
  /** Leaves no trace of it. */
  discard(): void;
}

/** In a folder that {@link draftFolder} wrote, and may thus replace. kubectl passes it over. */
const mark = ".casemate";

/** How many files are written at a time: most of the time goes to the file system. */
const writers = 8;

/**
 * Writes a folder with just these files, to replace an earlier one of its own.
 *
 * @throws UsageError if the folder holds anything else: nothing of the user's is ever removed.
 */
export async function draftFolder(folder: string, files: readonly OutputFile[]): Promise<FolderDraft> {
  const target = resolve(folder);
  assertReplaceable(folder);
  const draft = makeDraft(dirname(target));
  const fresh = join(draft.path, "new");
  try {
    for (const directory of new Set([fresh, ...files.map(({ path }) => dirname(join(fresh, path)))])) {
      mkdirSync(directory, { recursive: true });
    }
    const queue = [
      { path: mark, content: () => "Written by casemate, which replaces this folder as a whole.\n" },
      ...files,
    ].values();
    await Promise.all(
      Array.from({ length: writers }, async () => {
        for (const { path, content } of queue) {
          await writeFile(join(fresh, path), content());
        }
      }),
    );
  } catch (error) {
    draft.undo();
    throw error;
  }
  return {
    commit: () => {
      if (existsSync(target)) {
        renameSync(target, join(draft.path, "old"));
      }
      renameSync(fresh, target);
      draft.clear();
    },
    discard: draft.undo,
  };
}

/** @throws UsageError if the folder holds what {@link draftFolder} didn't write. */
export function assertReplaceable(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length > 0 && !existsSync(join(folder, mark))) {
    throw new UsageError(
      `--out: received ${folder}, which holds other files; allowed: a new or empty folder, or one that casemate wrote.`,
    );
  }
}

/** A folder for what isn't whole yet, inside `directory`, so that moving it out of there is one step. */
function makeDraft(directory: string): { path: string; clear: () => void; undo: () => void } {
  const made = mkdirSync(directory, { recursive: true });
  const path = mkdtempSync(join(directory, ".casemate-"));
  const remove = (folder: string) => {
    rmSync(folder, { recursive: true, force: true });
    process.removeListener("exit", undo);
  };
  const undo = () => remove(made ?? path);
  // An interrupted run leaves as little as a failed one.
  process.once("exit", undo);
  return { path, clear: () => remove(path), undo };
}
