import { existsSync, statSync } from "node:fs";
import { answers } from "./control-socket.ts";
import {
  type LabRecord,
  labDirectory,
  labNames,
  readRecord,
  removeEmptyFolder,
  removeLab,
  takeEnd,
} from "./state.ts";

/** The lab of a name, if it runs. */
export async function runningLab(name: string): Promise<LabRecord | undefined> {
  const record = readRecord(name);
  return record !== undefined && (await answers(labDirectory(name))) ? record : undefined;
}

/** The labs that run. What dead ones have left is removed. */
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

/** Labs that have ended by themselves since this was last asked, and why. */
export function endedLabs(): { readonly name: string; readonly reason: string }[] {
  return labNames().flatMap((name) => {
    const reason = takeEnd(name);
    return reason === undefined ? [] : [{ name, reason }];
  });
}

/**
 * Whether a directory that nobody answers for is that of a start. That takes seconds, and at most what its parts are
 * given on a busy machine; a stale one is older.
 */
export function isStarting(directory: string): boolean {
  const found = statSync(directory, { throwIfNoEntry: false });
  return found?.isDirectory() === true && Date.now() - found.mtimeMs < 300_000;
}
