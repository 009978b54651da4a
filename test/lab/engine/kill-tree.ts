import { type ChildProcess, execFileSync } from "node:child_process";

/**
 * Kills a process and all its descendants, like the end of a machine. The engine starts its plugins in their own
 * process groups, so killing one group would leave others running.
 */
export function killTree({ pid }: ChildProcess): void {
  // A stopped process starts no others.
  for (let tree = descendants(pid), before = 0; tree.length > before; tree = descendants(pid)) {
    before = tree.length;
    signal(tree, "SIGSTOP");
  }
  signal(descendants(pid), "SIGKILL");
}

function descendants(root: number | undefined): number[] {
  const rows = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  const tree = rows.filter(([pid]) => pid === root).map(([pid = 0]) => pid);
  for (const parent of tree) {
    tree.push(...rows.filter(([, ppid]) => ppid === parent).map(([pid = 0]) => pid));
  }
  return tree;
}

function signal(pids: readonly number[], name: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch {
      // It has ended by itself.
    }
  }
}
