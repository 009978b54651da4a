import { existsSync, statSync } from "node:fs";
import { answers } from "./control-socket.ts";
import {
  type LabRecord,
  labDirectory,
  labNames,
  readRecord,
  removeEmptyFolder,
  removeLab,
  takeExitReason,
} from "./state.ts";

/** The running lab of a name. */
export async function runningLab(name: string): Promise<LabRecord | undefined> {
  const record = readRecord(name);
  return record !== undefined && (await answers(labDirectory(name))) ? record : undefined;
}

/** The running labs. Removes the files of dead ones. */
export async function runningLabs(): Promise<LabRecord[]> {
  const found: LabRecord[] = [];
  for (const name of labNames()) {
    const record = readRecord(name);
    if (await answers(labDirectory(name))) {
      found.push(...(record === undefined ? [] : [record]));
    } else if (existsSync(labDirectory(name)) && !isStarting(labDirectory(name))) {
      removeLab(name);
    }
  }
  if (found.length === 0) {
    removeEmptyFolder();
  }
  return found;
}

/** Labs that ended by themselves since the last call, with the reason. */
export function endedLabs(): { readonly name: string; readonly reason: string }[] {
  return labNames().flatMap((name) => {
    const reason = takeExitReason(name);
    return reason === undefined ? [] : [{ name, reason }];
  });
}

/**
 * Whether a directory without an answer on its socket belongs to a starting lab. A start takes seconds, and at most the
 * time limit of its parts. A stale directory is older.
 */
export function isStarting(directory: string): boolean {
  const found = statSync(directory, { throwIfNoEntry: false });
  return found?.isDirectory() === true && Date.now() - found.mtimeMs < 300_000;
}
