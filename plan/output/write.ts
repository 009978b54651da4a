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
  const draft = createDraft(dirname(resolve(file)));
  try {
    replaceFile(file, content, { draft: join(draft.path, "file") });
    draft.clear();
  } catch (error) {
    draft.undo();
    throw error;
  }
}

/** A folder with its content, written next to its final path and not moved there yet. */
export interface FolderDraft {
  /** Moves it to its final path in one step. */
  commit(): void;
  /** Deletes it. */
  discard(): void;
}

/** The list of the files that {@link draftFolder} wrote to a folder and can replace. kubectl ignores it. */
const listFile = ".casemate";

/** How many files are written in parallel, because the file system takes most of the time. */
const writers = 8;

/**
 * Writes a folder with exactly these files. It can replace a folder that an earlier run wrote.
 *
 * @throws UsageError if the folder has other files, because the user's files are never deleted, or isn't writable
 */
export async function draftFolder(folder: string, files: readonly OutputFile[]): Promise<FolderDraft> {
  const target = resolve(folder);
  assertReplaceable(folder);
  const draft = createDraft(dirname(target));
  const newFolder = join(draft.path, "new");
  const before = identityOf(target);
  const unchanged =
    before === undefined ? new Map<string, readonly OutputFile[]>() : unchangedFolders(target, files);
  try {
    // Of a folder that is moved here later, only the parent.
    const directories = files.map(({ path }) => dirname(path));
    for (const directory of new Set(directories)) {
      mkdirSync(join(newFolder, unchanged.has(directory) ? dirname(directory) : directory), {
        recursive: true,
      });
    }
    mkdirSync(newFolder, { recursive: true });
    const queue = [
      { path: listFile, content: () => [...files.map(({ path }) => path), ""].join("\n") },
      ...files.filter((_, index) => !unchanged.has(directories[index] ?? "")),
    ].values();
    await Promise.all(
      Array.from({ length: writers }, async () => {
        for (const { path, content } of queue) {
          await writeFile(join(newFolder, path), content());
        }
      }),
    );
  } catch (error) {
    draft.undo();
    throw error;
  }
  return {
    commit: () => {
      replace(target, newFolder, join(draft.path, "old"), (old) => {
        for (const [directory, inside] of unchanged) {
          if (identityOf(old) === before) {
            renameSync(join(old, directory), join(newFolder, directory));
          } else {
            writeFolder(newFolder, directory, inside);
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
 * The second attempt replaces the folder of another run that finished in between.
 *
 * @param complete - brings what is missing in `newFolder`, once the earlier folder is at its argument
 */
function replace(target: string, newFolder: string, old: string, complete: (old: string) => void): void {
  for (const attempt of [1, 2]) {
    if (existsSync(target)) {
      renameSync(target, `${old}-${attempt}`);
    }
    complete(`${old}-${attempt}`);
    try {
      renameSync(newFolder, target);
      return;
    } catch (error) {
      if (attempt === 2) {
        throw error;
      }
    }
  }
}

/** @throws UsageError if it isn't a folder, or has files that {@link draftFolder} didn't write */
export function assertReplaceable(folder: string): void {
  if (!existsSync(folder)) {
    return;
  }
  if (!statSync(folder).isDirectory()) {
    throw new UsageError(`--out: received ${folder}, which is a file; allowed: a folder.`);
  }
  const writtenFiles = new Set(existsSync(join(folder, listFile)) ? [listFile, ...listOf(folder)] : []);
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
  return readFileSync(join(folder, listFile), "utf8").split("\n");
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

/** A folder for incomplete output inside `directory`: on one file system, the final move is atomic. */
function createDraft(directory: string): { path: string; clear: () => void; undo: () => void } {
  const { firstNewFolder, path } = createFolder(directory);
  const remove = (folder: string) => {
    rmSync(folder, { recursive: true, force: true });
    process.removeListener("exit", undo);
  };
  const undo = () => remove(firstNewFolder ?? path);
  // An interrupted run must clean up too.
  process.once("exit", undo);
  return { path, clear: () => remove(path), undo };
}

/** A new folder in `directory`, and the first missing folder above it, which the caller deletes on failure. */
function createFolder(directory: string): { firstNewFolder: string | undefined; path: string } {
  try {
    return { firstNewFolder: createDirectories(directory), path: mkdtempSync(join(directory, ".casemate-")) };
  } catch (error) {
    throw new UsageError(
      `--out: received ${directory}; allowed: a folder that can be written. It failed with ${(error as NodeJS.ErrnoException).code}.`,
    );
  }
}

/** Level by level: Node's recursion never ends if a file system answers ENOENT, for example /proc. */
function createDirectories(directory: string): string | undefined {
  if (existsSync(directory)) {
    return undefined;
  }
  const firstNewFolder = createDirectories(dirname(directory));
  mkdirSync(directory);
  return firstNewFolder ?? directory;
}
