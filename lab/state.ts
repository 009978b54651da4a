import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import type { Coordinates } from "./connection.ts";
import { LabError } from "./errors.ts";
import type { ObjectAddress } from "./object-address.ts";
import type { KubernetesMinor } from "./versions.ts";

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
  readonly stacks: Readonly<Record<string, readonly ObjectAddress[]>>;
}

/** The namespaces that the stacks have made. */
export function namespacesOf({ stacks }: LabRecord): string[] {
  return Object.values(stacks)
    .flat()
    .filter(({ kind }) => kind === "Namespace")
    .map(({ metadata }) => metadata.name);
}

/**
 * The folder of all labs of this user, made if need be.
 *
 * @throws LabError where somebody else could read or replace what lies there
 */
export function labsDirectory(): string {
  const { uid } = userInfo();
  const parent = process.env["XDG_RUNTIME_DIR"] || realpathSync(tmpdir());
  const directory = join(parent, `casemate-lab-${uid}`);
  try {
    mkdirSync(directory, { mode: 0o700 });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== "EEXIST") {
      throw new LabError(
        `the folder of labs can't be made: ${message}. XDG_RUNTIME_DIR or TMPDIR says where it goes.`,
      );
    }
  }
  // Not through a link: whoever made it first in a shared folder may have laid one.
  const { mode, uid: owner } = lstatSync(directory);
  if (!lstatSync(directory).isDirectory() || owner !== uid || (mode & 0o077) !== 0) {
    throw new LabError(
      `the folder of labs, ${directory}, must be a directory of yours that nobody else may enter (mode 0700). ` +
        "Remove it, or set XDG_RUNTIME_DIR to a folder that is yours alone.",
    );
  }
  return directory;
}

/** Takes the folder of all labs away once there are none. */
export function removeEmptyFolder(): void {
  try {
    rmdirSync(labsDirectory());
  } catch {
    // Another lab is in it.
  }
}

export function labDirectory(name: string): string {
  return join(labsDirectory(), name);
}

/** The names of all labs that have a directory. */
export function labNames(): string[] {
  return readdirSync(labsDirectory(), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
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

function recordFile(name: string): string {
  return join(labDirectory(name), "lab.json");
}
