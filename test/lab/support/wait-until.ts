import { setTimeout as sleep } from "node:timers/promises";

/** What controllers need on a busy machine. Whoever is served sooner doesn't wait for it. */
const seconds = 60;

/**
 * Looks again until what is seen is as it should be, and returns it.
 *
 * @param what completes "it isn't so that …"
 * @throws Error with what was seen last, if that isn't so in the end
 */
export async function waitUntil<T>(
  what: string,
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
      const shown = JSON.stringify(seen) ?? "nothing";
      throw new Error(`after ${seconds} s it isn't so that ${what}; last seen: ${shown.slice(0, 2000)}`);
    }
    await sleep(100);
  }
}
