import type { Attempt } from "./attempt.ts";

/** Who does what, in words: unique among all attempts, and what lists name an attempt by. */
export function titleOf({ as, name }: Pick<Attempt, "as" | "name">): string {
  return `${typeof as === "string" ? as : as.name} ${name}`;
}
