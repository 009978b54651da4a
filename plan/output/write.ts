import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { UsageError } from "../errors.ts";
import { replaceFile } from "../whole-file.ts";
import type { OutputFile } from "./manifests.ts";
import { unchangedFolders } from "./unchanged-folders.ts";

/**
 * Writes a file whole or not at all.
 *
 * @throws UsageError if it can't be written there
 */
export function writeWhole(file: string, content: string): void {
  assertNoDirectory(file);
  const draft = makeDraft(dirname(resolve(file)));
  try {
    replaceFile(file, content, { draft: join(draft.path, "file") });
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

/** Names the files of a folder that {@link draftFolder} wrote, and may thus replace. kubectl passes it over. */
const mark = ".casemate";

/** How many files are written at a time: most of the time goes to the file system. */
const writers = 8;

/**
 * Writes a folder with just these files, to replace an earlier one of its own.
 *
 * @throws UsageError if the folder holds anything else, since nothing of the user's is ever removed, or can't be
 * written
 */
export async function draftFolder(folder: string, files: readonly OutputFile[]): Promise<FolderDraft> {
  const target = resolve(folder);
  assertReplaceable(folder);
  const draft = makeDraft(dirname(target));
  const fresh = join(draft.path, "new");
  const before = identityOf(target);
  const unchanged =
    before === undefined ? new Map<string, readonly OutputFile[]>() : unchangedFolders(target, files);
  try {
    // Of a folder that is moved here later, only the parent.
    const directories = files.map(({ path }) => dirname(path));
    for (const directory of new Set(directories)) {
      mkdirSync(join(fresh, unchanged.has(directory) ? dirname(directory) : directory), { recursive: true });
    }
    mkdirSync(fresh, { recursive: true });
    const queue = [
      { path: mark, content: () => [...files.map(({ path }) => path), ""].join("\n") },
      ...files.filter((_, index) => !unchanged.has(directories[index] ?? "")),
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
      replace(target, fresh, join(draft.path, "old"), (old) => {
        for (const [directory, inside] of unchanged) {
          if (identityOf(old) === before) {
            renameSync(join(old, directory), join(fresh, directory));
          } else {
            writeFolder(fresh, directory, inside);
          }
        }
        unchanged.clear();
      });
      draft.clear();
    },
    discard: draft.undo,
  };
}

/** Differs for a folder that another run puts in the same place. Moving a folder doesn't change it. */
function identityOf(folder: string): string | undefined {
  const stat = statSync(folder, { throwIfNoEntry: false });
  return stat && `${stat.ino} ${stat.birthtimeMs}`;
}

function writeFolder(root: string, directory: string, files: readonly OutputFile[]): void {
  mkdirSync(join(root, directory), { recursive: true });
  for (const { path, content } of files) {
    writeFileSync(join(root, path), content());
  }
}

/**
 * Another run may put its own there in between; then that one is replaced.
 *
 * @param complete - brings what is missing in `fresh`, once the earlier folder is at its argument
 */
function replace(target: string, fresh: string, old: string, complete: (old: string) => void): void {
  for (const attempt of [1, 2]) {
    if (existsSync(target)) {
      renameSync(target, `${old}-${attempt}`);
    }
    complete(`${old}-${attempt}`);
    try {
      renameSync(fresh, target);
      return;
    } catch (error) {
      if (attempt === 2) {
        throw error;
      }
    }
  }
}

/** @throws UsageError if it is no folder, or one that holds what {@link draftFolder} didn't write. */
export function assertReplaceable(folder: string): void {
  if (!existsSync(folder)) {
    return;
  }
  if (!statSync(folder).isDirectory()) {
    throw new UsageError(`--out: received ${folder}, which is a file; allowed: a folder.`);
  }
  const writtenFiles = new Set(existsSync(join(folder, mark)) ? [mark, ...listOf(folder)] : []);
  const foreignFile = filesIn(folder).find((file) => !writtenFiles.has(file));
  if (foreignFile !== undefined) {
    throw new UsageError(
      `--out: received ${folder}, which holds ${foreignFile}; allowed: a new or empty folder, or one with just what casemate wrote.`,
    );
  }
}

/** @throws UsageError */
export function assertNoDirectory(file: string): void {
  if (existsSync(file) && statSync(file).isDirectory()) {
    throw new UsageError(
      `--out: received a folder in which ${file} is a folder; allowed: one where it is a file, or none.`,
    );
  }
}

function listOf(folder: string): string[] {
  return readFileSync(join(folder, mark), "utf8").split("\n");
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

/** A folder for what isn't whole yet, inside `directory`, so that moving it out of there is one step. */
function makeDraft(directory: string): { path: string; clear: () => void; undo: () => void } {
  const { firstCreated, path } = makeFolder(directory);
  const remove = (folder: string) => {
    rmSync(folder, { recursive: true, force: true });
    process.removeListener("exit", undo);
  };
  const undo = () => remove(firstCreated ?? path);
  // An interrupted run leaves as little as a failed one.
  process.once("exit", undo);
  return { path, clear: () => remove(path), undo };
}

/** A folder of its own in `directory`, and the first folder that had to be made for it. */
function makeFolder(directory: string): { firstCreated: string | undefined; path: string } {
  try {
    return { firstCreated: makeDirectories(directory), path: mkdtempSync(join(directory, ".casemate-")) };
  } catch (error) {
    throw new UsageError(
      `--out: received ${directory}; allowed: a folder that can be written. It failed with ${(error as NodeJS.ErrnoException).code}.`,
    );
  }
}

/** Level by level: Node's own recursion never ends where a file system answers ENOENT, as /proc does. */
function makeDirectories(directory: string): string | undefined {
  if (existsSync(directory)) {
    return undefined;
  }
  const firstCreated = makeDirectories(dirname(directory));
  mkdirSync(directory);
  return firstCreated ?? directory;
}
