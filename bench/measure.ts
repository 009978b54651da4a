import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** One run of a command, with its child processes. */
export interface Measurement {
  readonly seconds: number;
  /** The highest sum, over the processes alive at one moment, of resident memory, in MB. */
  readonly megabytes: number;
}

/** Runs a command to its end. Rejects with its last output if it fails. */
export function measure(
  command: string,
  args: readonly string[],
  options: { cwd: string; env?: NodeJS.ProcessEnv },
): Promise<Measurement> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const keep = (chunk: Buffer) => {
      output = (output + chunk).slice(-4000);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    let peak = 0;
    const poll = setInterval(() => {
      peak = Math.max(peak, residentKilobytes(child.pid));
    }, 50);
    child.on("error", reject);
    child.on("close", (code) => {
      clearInterval(poll);
      const seconds = (performance.now() - start) / 1000;
      if (code === 0) {
        resolve({ seconds, megabytes: peak / 1024 });
      } else {
        reject(new Error(`${command} ${args.join(" ")} exited with ${code}:\n${output}`));
      }
    });
  });
}

/** The middle one of several runs by time. */
export async function median(runs: number, run: () => Promise<Measurement>): Promise<Measurement> {
  const results: Measurement[] = [];
  for (let index = 0; index < runs; index++) {
    results.push(await run());
  }
  const sorted = results.toSorted((a, b) => a.seconds - b.seconds);
  return sorted[Math.floor(runs / 2)] ?? { seconds: Number.NaN, megabytes: Number.NaN };
}

/** Resident memory of a process and its descendants, or 0 on a system without /proc. */
function residentKilobytes(root: number | undefined): number {
  if (root === undefined) {
    return 0;
  }
  const parents = new Map<number, number>();
  const resident = new Map<number, number>();
  for (const entry of listProcesses()) {
    const status = readStatus(entry);
    parents.set(Number(entry), Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]));
    resident.set(Number(entry), Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0));
  }
  const isOurs = (pid: number | undefined): boolean =>
    pid === root || (pid !== undefined && pid > 1 && isOurs(parents.get(pid)));
  return [...resident].reduce((sum, [pid, kilobytes]) => (isOurs(pid) ? sum + kilobytes : sum), 0);
}

function listProcesses(): string[] {
  try {
    return readdirSync("/proc").filter((entry) => /^\d+$/.test(entry));
  } catch {
    return [];
  }
}

function readStatus(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/status`, "utf8");
  } catch {
    return "";
  }
}
