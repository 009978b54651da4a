import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

const worthwhile = 256 * 1024 * 1024;

/**
 * Returns the memory of garbage to the system if the heap is large. After a large program, garbage is three quarters
 * of the heap. V8 would keep that memory while the policy packs need memory for the whole stack.
 */
export function releaseMemory(): void {
  if (process.memoryUsage().heapUsed < worthwhile) {
    return;
  }
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as (options: object) => void;
  collect({ type: "major", execution: "sync", flavor: "last-resort" });
}
