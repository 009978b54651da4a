import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** One run of a command, with its child processes. */
export interface Measurement {
  readonly seconds: number;
  /** User and system time of the command and of the processes that it waited for: other load changes it least. */
  readonly cpuSeconds: number;
  /** The highest sum, over the processes alive at one moment, of resident memory, in MB. */
  readonly megabytes: number;
}

/** Node doesn't report a child's CPU time, but every POSIX shell does. The command's output is on 1 and 2. */
const timed = '"$@"; code=$?; times >&3; exit $code';

/** Runs a command to its end. Rejects with its last output if it fails. */
export function measure(
  command: string,
  args: readonly string[],
  options: { cwd: string; env?: NodeJS.ProcessEnv },
): Promise<Measurement> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn("sh", ["-c", timed, "sh", command, ...args], {
      ...options,
      stdio: ["ignore", "pipe", "pipe", "pipe"],
    });
    let output = "";
    let times = "";
    const keep = (chunk: Buffer) => {
      output = (output + chunk).slice(-4000);
    };
    child.stdout?.on("data", keep);
    child.stderr?.on("data", keep);
    child.stdio[3]?.on("data", (chunk: Buffer) => {
      times += chunk;
    });
    let peak = 0;
    const poll = setInterval(() => {
      peak = Math.max(peak, residentKilobytes(child.pid));
    }, 50);
    child.on("error", reject);
    child.on("close", (code) => {
      clearInterval(poll);
      const seconds = (performance.now() - start) / 1000;
      if (code === 0) {
        resolve({ seconds, cpuSeconds: cpuSecondsOf(times), megabytes: peak / 1024 });
      } else {
        reject(new Error(`${command} ${args.join(" ")} exited with ${code}:\n${output}`));
      }
    });
  });
}

/** The second line of `times` is that of the shell's children: `0m1.50s 0m0.25s`. */
function cpuSecondsOf(times: string): number {
  const [, children = ""] = times.split("\n");
  const parts = [...children.matchAll(/(\d+)m([\d.]+)s/g)];
  return parts.reduce((sum, [, minutes, seconds]) => sum + 60 * Number(minutes) + Number(seconds), 0);
}

/** Runs the commands one after the other, `runs` times, and returns the middle run of each by CPU time. */
export async function median<const C extends readonly (() => Promise<Measurement>)[]>(
  runs: number,
  commands: C,
): Promise<{ [K in keyof C]: Measurement }> {
  const results: Measurement[][] = commands.map(() => []);
  for (let run = 0; run < runs; run++) {
    for (const [index, command] of commands.entries()) {
      results[index]?.push(await command());
    }
  }
  return results.map((measured) => {
    const sorted = measured.toSorted((a, b) => a.cpuSeconds - b.cpuSeconds);
    return sorted[Math.floor(runs / 2)];
  }) as { [K in keyof C]: Measurement };
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
