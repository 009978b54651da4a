import { answers, askToStop } from "./control.ts";
import { LabError } from "./errors.ts";
import { untilGone } from "./gone.ts";
import { runningLabs } from "./running.ts";
import { labDirectory, removeEmptyFolder } from "./state.ts";

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
  await untilGone(directory);
  removeEmptyFolder();
}
