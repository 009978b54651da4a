import { existsSync, lstatSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { basename, join } from "node:path";
import { replaceFile } from "../../plan/whole-file.ts";
import type { Coordinates } from "../api/connection.ts";
import type { ObjectAddress } from "../api/object-address.ts";
import type { KubernetesMinor } from "../build/versions.ts";
import { LabError } from "../lab-errors.ts";
import { temporaryFolder } from "../places.ts";

/** The record of a lab with its own process. A file in the lab's directory has it, readable only for its user. */
export interface LabRecord {
  readonly name: string;
  /** Id of the process that owns the lab. */
  readonly pid: number;
  readonly kubernetes: KubernetesMinor;
  /** The patch version, for example `v1.36.3`. */
  readonly version: string;
  /** Prefix of users' names and groups. */
  readonly prefix: string;
  readonly coordinates: Coordinates;
  /** Path of the audit log: one JSON object a line. */
  readonly auditLog: string;
  /** The applied objects by stack, for example `casemate/dev`. */
  readonly stacks: Readonly<Record<string, readonly AppliedObject[]>>;
}

export interface AppliedObject extends ObjectAddress {
  /** False if the stack changes an object of another creator, for example the service account `default`. */
  readonly isCreated: boolean;
}

/** Ending of the file with the reason of a lab's end. Names of labs have no dot. */
const exitReasonSuffix = ".ended";

/** The namespaces that the stacks created. */
export function namespacesOf({ stacks }: LabRecord): string[] {
  return Object.values(stacks)
    .flat()
    .filter(({ kind }) => kind === "Namespace")
    .map(({ metadata }) => metadata.name);
}

/**
 * The folder of all labs of this user. The first lab creates it, and the last one deletes it.
 *
 * @throws LabError if another user could read or replace its files
 */
function labsDirectory(): string {
  const { uid } = userInfo();
  const directory = join(temporaryFolder(), `casemate-lab-${uid}`);
  // Not through a link: in a shared folder, an attacker can create a link before the first lab.
  const found = lstatSync(directory, { throwIfNoEntry: false });
  if (found !== undefined && (!found.isDirectory() || found.uid !== uid || (found.mode & 0o077) !== 0)) {
    throw new LabError(
      `the folder of labs, ${directory}, must be your directory, which nobody else can enter (mode 0700). ` +
        "Remove it, or set TMPDIR to a folder that only you can write.",
    );
  }
  return directory;
}

/** Deletes the folder of all labs if it is empty. */
export function removeEmptyFolder(): void {
  try {
    rmdirSync(labsDirectory());
  } catch {
    // It doesn't exist, or another lab is in it.
  }
}

export function labDirectory(name: string): string {
  return join(labsDirectory(), name);
}

/** The names of all labs with files, running or not. */
export function labNames(): string[] {
  const directory = labsDirectory();
  const entries = existsSync(directory) ? readdirSync(directory) : [];
  return [...new Set(entries.map((entry) => basename(entry, exitReasonSuffix)))].sort();
}

export function readRecord(name: string): LabRecord | undefined {
  try {
    return JSON.parse(readFileSync(recordFile(name), "utf8")) as LabRecord;
  } catch {
    return undefined;
  }
}

export function writeRecord(record: LabRecord): void {
  replaceFile(recordFile(record.name), `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
}

export function removeLab(name: string): void {
  rmSync(labDirectory(name), { recursive: true, force: true });
}

/** Writes the reason of a lab's own end, because its directory is deleted. */
export function writeExitReason(directory: string, reason: string): void {
  writeFileSync(`${directory}${exitReasonSuffix}`, reason, { mode: 0o600 });
}

/** The reason of a lab's own end, if it ended. Returned only once. */
export function takeExitReason(name: string): string | undefined {
  const file = `${labDirectory(name)}${exitReasonSuffix}`;
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  } finally {
    rmSync(file, { force: true });
  }
}

function recordFile(name: string): string {
  return join(labDirectory(name), "lab.json");
}
