import { LabError, LabFailure } from "../lab-errors.ts";
import { answers, askToStop } from "../process/control-socket.ts";
import { runningLabs } from "../process/running.ts";
import { labDirectory, readRecord, removeEmptyFolder } from "../process/state.ts";
import { untilGone } from "../process/wait.ts";

/**
 * Ends a lab and waits until its processes and files are gone.
 *
 * @throws LabError if no lab has the name, LabFailure if it doesn't end
 */
export async function down(name: string): Promise<void> {
  const directory = labDirectory(name);
  if (!(await answers(directory))) {
    const names = (await runningLabs()).map((lab) => lab.name);
    throw new LabError(
      `--name: received ${name}; ${names.length === 0 ? "no lab is running" : `running labs: ${names.join(", ")}`}.`,
    );
  }
  const record = readRecord(name);
  if (!(await askToStop(directory))) {
    throw new LabFailure(
      `the lab ${name} doesn't end. Kill its process${record === undefined ? "" : `, ${record.pid}`}: nothing outlives it.`,
    );
  }
  await untilGone(directory);
  removeEmptyFolder();
}
