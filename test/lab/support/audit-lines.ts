import { readFileSync } from "node:fs";

/** The complete lines of an audit log: the last one may still be incomplete. */
export function auditLines(path: string): string[] {
  return readFileSync(path, "utf8").split("\n").slice(0, -1);
}
