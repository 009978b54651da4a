import { setTimeout as sleep } from "node:timers/promises";

type Duty = () => unknown;
const duties = new Set<Duty>();

/**
 * Runs `duty` when this process ends, also by a signal other than `SIGKILL`. After a signal, waits a limited time for
 * the promise that it returns.
 *
 * @returns a function that cancels it
 */
export function atExit(duty: Duty): () => void {
  duties.add(duty);
  return () => duties.delete(duty);
}

process.once("exit", doAll);

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(signal, async () => {
    await Promise.race([Promise.allSettled(doAll()), sleep(10_000)]);
    process.exit(1);
  });
}

function doAll(): unknown[] {
  return [...duties].map((duty) => duty());
}
