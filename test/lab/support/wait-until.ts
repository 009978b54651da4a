import { setTimeout as sleep } from "node:timers/promises";

/** The longest time that controllers need on a busy machine. */
const seconds = 60;

/**
 * Looks again until the condition holds, and returns what was seen.
 *
 * @param condition in words, for the error's message
 * @throws Error with what was seen last, if the condition doesn't hold after a minute
 */
export async function waitUntil<T>(
  condition: string,
  look: () => Promise<T>,
  holds: (seen: T) => boolean,
): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const seen = await look();
    if (holds(seen)) {
      return seen;
    }
    if (Date.now() > deadline) {
      const last = JSON.stringify(seen) ?? "nothing";
      throw new Error(`not true after ${seconds} s: ${condition}; last seen: ${last.slice(0, 2000)}`);
    }
    await sleep(100);
  }
}
