import { Connection } from "../api/connection.ts";
import { addressOf, keyOf, type ObjectAddress } from "../api/object-address.ts";
import { type KubernetesMinor, newest } from "../build/versions.ts";
import { platform } from "../identity/identity.ts";
import { beingStarted, LabError, LabFailure } from "../lab-errors.ts";
import { type Applied, applyObjects } from "../objects/apply.ts";
import { prune } from "../objects/prune.ts";
import { auditLog } from "../process/api-server.ts";
import { answers, withLock } from "../process/control-socket.ts";
import { isStarting, runningLab } from "../process/running.ts";
import {
  type LabRecord,
  labDirectory,
  readRecord,
  removeLab,
  takeExitReason,
  writeRecord,
} from "../process/state.ts";
import { supervise } from "../process/supervise.ts";
import { examplePersonas } from "./persona-kubeconfig.ts";

export interface UpOptions {
  readonly name: string;
  /** @default - the version of a running lab, otherwise the newest */
  readonly kubernetes?: KubernetesMinor;
  /** Prefix of users' names and groups. @default - the prefix of a running lab, otherwise `oidc:` */
  readonly prefix?: string;
  /** The stack that owns the objects, for example `casemate/dev`. */
  readonly stack: string;
  readonly objects: readonly ObjectAddress[];
  readonly onProgress: (line: string) => void;
}

export interface Up {
  readonly record: LabRecord;
  readonly applied: readonly Applied[];
  readonly deleted: readonly ObjectAddress[];
  /** One identity of each kind, for example `payments:developer`. */
  readonly personas: readonly string[];
}

/**
 * Updates a lab to a plan: starts the lab unless it runs, applies the objects, and deletes objects that the plan no
 * longer has. Objects of other stacks stay, so that one stack can build on another. The lab outlives this process. If
 * the start or the first apply fails, the lab is removed.
 *
 * @throws LabError, LabFailure or ObjectError
 */
export async function up(options: UpOptions): Promise<Up> {
  const { name, kubernetes = newest, prefix = "oidc:", onProgress } = options;
  const running = await runningLab(name);
  if (running !== undefined) {
    assertFits(running, options);
    return await withLock(
      labDirectory(name),
      () => onProgress(`Waiting for another command that uses the lab ${name}`),
      // Only now the record has the objects of the previous command.
      () => applyStack(readRecord(name) ?? running, options),
    );
  }
  await removeStale(name);
  const lab = await supervise({ directory: labDirectory(name), kubernetes, prefix }, onProgress);
  const { version, coordinates, pid } = lab;
  try {
    const log = auditLog(labDirectory(name));
    const record = { name, pid, kubernetes, version, prefix, coordinates, auditLog: log, stacks: {} };
    const result = await applyStack(record, options);
    await lab.keep();
    return result;
  } catch (error) {
    // The first failure is the reason, even if removing the lab fails after it.
    await lab.abandon().catch(() => {});
    const reason = takeExitReason(name);
    throw reason === undefined ? error : new LabFailure(`the lab has ended: ${reason}`, { cause: error });
  }
}

async function applyStack(before: LabRecord, { stack, objects, onProgress }: UpOptions): Promise<Up> {
  const kubeconfig = await new Connection(before.coordinates).kubeconfig(platform);
  onProgress(`Applying ${objects.length} objects`);
  const applied = await applyObjects(kubeconfig, objects);
  const created = (before.stacks[stack] ?? []).filter(({ isCreated }) => isCreated);
  const known = new Set(created.map(keyOf));
  const now = applied.map(({ object, result }) => ({
    ...addressOf(object),
    isCreated: result === "created" || known.has(keyOf(object)),
  }));
  const stacks = { ...before.stacks, [stack]: now };
  const deleted = await prune(kubeconfig, Object.values(stacks).flat(), created);
  const record = { ...before, stacks };
  writeRecord(record);
  return { record, applied, deleted, personas: examplePersonas(objects) };
}

function assertFits({ name, kubernetes, prefix }: LabRecord, asked: UpOptions): void {
  const down = `Take it down first: casemate lab down --name ${name}`;
  if (asked.kubernetes !== undefined && asked.kubernetes !== kubernetes) {
    throw new LabError(
      `--kubernetes: received ${asked.kubernetes}; the lab ${name} runs ${kubernetes}. ${down}`,
    );
  }
  if (asked.prefix !== undefined && asked.prefix !== prefix) {
    throw new LabError(
      `the stack's prefix of people and groups is "${asked.prefix}", that of the lab ${name} is "${prefix}". ${down}`,
    );
  }
}

/** Removes the files of a lab that ended without its leash, for example when the machine lost power. */
async function removeStale(name: string): Promise<void> {
  const directory = labDirectory(name);
  // A running lab has no record before its first objects are applied.
  if ((await answers(directory)) || isStarting(directory)) {
    throw beingStarted(directory);
  }
  removeLab(name);
  takeExitReason(name);
}
