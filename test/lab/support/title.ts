import type { Attempt } from "./attempt.ts";

/** The actor and the name of an attempt. Unique among all attempts, so that lists can name an attempt by it. */
export function titleOf({ as, name }: Pick<Attempt, "as" | "name">): string {
  return `${typeof as === "string" ? as : as.name} ${name}`;
}
