import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** What a lab, or an interrupted start of a lab, left behind. */
export interface Leftovers {
  readonly processes: readonly string[];
  readonly ports: readonly string[];
  readonly files: readonly string[];
}

export const noLeftovers: Leftovers = { processes: [], ports: [], files: [] };

/** Looks again until nothing is left, at most for the time of `patience`. Returns what is left then. */
export async function leftoversOf(
  directory: string,
  urls: readonly string[] = [],
  patience = 60_000,
): Promise<Leftovers> {
  const deadline = Date.now() + patience;
  for (;;) {
    const leftovers = await look(directory, urls);
    if (JSON.stringify(leftovers) === JSON.stringify(noLeftovers) || Date.now() > deadline) {
      return leftovers;
    }
    await sleep(100);
  }
}

async function look(directory: string, urls: readonly string[]): Promise<Leftovers> {
  const open = await Promise.all(urls.map(isOpen));
  return {
    processes: processesOf(directory),
    ports: urls.filter((_, index) => open[index]),
    files: existsSync(directory) ? [directory] : [],
  };
}

/** Command lines that name the directory. */
export function processesOf(directory: string): string[] {
  return execFileSync("ps", ["-eo", "pid=,args="], { encoding: "utf8" })
    .split("\n")
    .filter((line) => line.includes(directory) && !line.includes("ps -eo"));
}

export async function isOpen(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  return await new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
