import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

export interface Host {
  readonly child: ChildProcess;
  /** Waits for a line that begins with `start`. */
  waitFor(start: string): Promise<string>;
}

/** Starts a process with a lab: host.ts. */
export function host(directory: string, how = ""): Host {
  const script = join(import.meta.dirname, "host.ts");
  const child = spawn(process.execPath, [script, directory, how], { stdio: ["ignore", "pipe", "ignore"] });
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout }).on("line", (line) => lines.push(line));
  const waitFor = async (start: string) => {
    for (;;) {
      const match = lines.find((line) => line.startsWith(start));
      if (match !== undefined) {
        return match;
      }
      await new Promise((resolve) => reader.once("line", resolve).once("close", resolve));
      if (child.exitCode !== null) {
        throw new Error(`the host ended with ${child.exitCode}`);
      }
    }
  };
  return { child, waitFor };
}
