import { join, relative } from "node:path";

/** As the user would write it: relative where that is shorter. */
export function displayPath(from: string, path: string): string {
  const short = relative(from, path) || ".";
  return short.startsWith(join("..", "..")) ? path : short;
}
