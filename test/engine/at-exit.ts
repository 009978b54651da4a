import { setTimeout as sleep } from "node:timers/promises";

type Duty = () => unknown;
const duties = new Set<Duty>();

/**
 * Has `duty` done when this process ends, be it by a signal (but `SIGKILL`); then a promise that it returns is
 * awaited for a while.
 *
 * @returns drops it
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
