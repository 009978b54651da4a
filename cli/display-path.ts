import { join, relative } from "node:path";

/** A path in the form that a user would write: relative if that is short. */
export function displayPath(from: string, path: string): string {
  const relativePath = relative(from, path) || ".";
  return relativePath.startsWith(join("..", "..")) ? path : relativePath;
}
