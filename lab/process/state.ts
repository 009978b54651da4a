import {
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { userInfo } from "node:os";
import { basename, join } from "node:path";
import type { Coordinates } from "../api/connection.ts";
import type { ObjectAddress } from "../api/object-address.ts";
import type { KubernetesMinor } from "../build/versions.ts";
import { LabError } from "../lab-errors.ts";
import { temporaryFolder } from "../places.ts";

/** What is known of a lab that runs on its own. It lies in the lab's directory, for its user only. */
export interface LabRecord {
  readonly name: string;
  /** Of the process that owns the lab. */
  readonly pid: number;
  readonly kubernetes: KubernetesMinor;
  /** As `v1.36.3`. */
  readonly version: string;
  /** Before the names and groups of people. */
  readonly prefix: string;
  readonly coordinates: Coordinates;
  /** Path of the audit log: one JSON object a line. */
  readonly auditLog: string;
  /** What was applied, by stack, as `casemate/dev`. */
  readonly stacks: Readonly<Record<string, readonly AppliedObject[]>>;
}

export interface AppliedObject extends ObjectAddress {
  /** Not so where the stack changes what something else has made, as the service account `default`. */
  readonly isCreated: boolean;
}

/** Of the file that says why a lab has ended. Names of labs have no dot. */
const ending = ".ended";

/** The namespaces that the stacks have made. */
export function namespacesOf({ stacks }: LabRecord): string[] {
  return Object.values(stacks)
    .flat()
    .filter(({ kind }) => kind === "Namespace")
    .map(({ metadata }) => metadata.name);
}

/**
 * The folder of all labs of this user. It is made with the first lab, and goes with the last.
 *
 * @throws LabError where somebody else could read or replace what lies there
 */
function labsDirectory(): string {
  const { uid } = userInfo();
  const directory = join(temporaryFolder(), `casemate-lab-${uid}`);
  // Not through a link: whoever made it first in a shared folder may have laid one.
  const found = lstatSync(directory, { throwIfNoEntry: false });
  if (found !== undefined && (!found.isDirectory() || found.uid !== uid || (found.mode & 0o077) !== 0)) {
    throw new LabError(
      `the folder of labs, ${directory}, must be a directory of yours that nobody else may enter (mode 0700). ` +
        "Remove it, or set TMPDIR to a folder that is yours alone.",
    );
  }
  return directory;
}

/** Takes the folder of all labs away once there are none. */
export function removeEmptyFolder(): void {
  try {
    rmdirSync(labsDirectory());
  } catch {
    // There is none, or another lab is in it.
  }
}

export function labDirectory(name: string): string {
  return join(labsDirectory(), name);
}

/** The names of all labs that have left something, running or not. */
export function labNames(): string[] {
  const directory = labsDirectory();
  const entries = existsSync(directory) ? readdirSync(directory) : [];
  return [...new Set(entries.map((entry) => basename(entry, ending)))].sort();
}

export function readRecord(name: string): LabRecord | undefined {
  try {
    return JSON.parse(readFileSync(recordFile(name), "utf8")) as LabRecord;
  } catch {
    return undefined;
  }
}

/** Written whole or not at all. */
export function writeRecord(record: LabRecord): void {
  const file = recordFile(record.name);
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, file);
}

export function removeLab(name: string): void {
  rmSync(labDirectory(name), { recursive: true, force: true });
}

/** Keeps why a lab has ended by itself: its directory goes. */
export function writeEnd(directory: string, reason: string): void {
  writeFileSync(`${directory}${ending}`, reason, { mode: 0o600 });
}

/** Why a lab has ended by itself, where it has. It is told once. */
export function takeEnd(name: string): string | undefined {
  const file = `${labDirectory(name)}${ending}`;
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
