import { readFileSync } from "node:fs";

/** The lines of an audit log, without one that is being written. */
export function auditLines(path: string): string[] {
  return readFileSync(path, "utf8").split("\n").slice(0, -1);
}
