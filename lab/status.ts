import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { answers, askToStop } from "./control.ts";
import { LabError } from "./errors.ts";
import { type LabRecord, labDirectory, labNames, readRecord, removeLab } from "./state.ts";
import { isStarting } from "./up.ts";

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
  return found;
}

/**
 * Ends a lab and waits until nothing of it is left.
 *
 * @throws LabError where no lab has the name
 */
export async function down(name: string): Promise<void> {
  const directory = labDirectory(name);
  if (!(await answers(directory))) {
    const names = (await runningLabs()).map((lab) => lab.name);
    throw new LabError(
      `--name: received ${name}; ${names.length === 0 ? "no lab is running" : `running labs: ${names.join(", ")}`}.`,
    );
  }
  await askToStop(directory);
  // The leashes, which remove the directory, end a moment later than who owns them.
  while (existsSync(directory)) {
    await sleep(20);
  }
}
