import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

const worthwhile = 256 * 1024 * 1024;

/**
 * Gives back the memory of what is garbage now, if it is much. When a big program has run, that is three
 * quarters of the heap, which V8 would keep just when the policy packs need theirs for the whole stack.
 */
export function releaseMemory(): void {
  if (process.memoryUsage().heapUsed < worthwhile) {
    return;
  }
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as (options: object) => void;
  collect({ type: "major", execution: "sync", flavor: "last-resort" });
}
