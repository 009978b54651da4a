import { setTimeout as sleep } from "node:timers/promises";

/** The longest time that most controllers need on a busy machine. */
const aMinute = 60;

/**
 * Looks again until the condition holds, and returns what was seen.
 *
 * @param condition in words, for the error's message
 * @param seconds - the longest wait
 * @throws Error with what was seen last, if the condition doesn't hold by then
 */
export async function waitUntil<T>(
  condition: string,
  look: () => Promise<T>,
  holds: (value: T) => boolean,
  seconds = aMinute,
): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const value = await look();
    if (holds(value)) {
      return value;
    }
    if (Date.now() > deadline) {
      const last = JSON.stringify(value) ?? "nothing";
      throw new Error(`not true after ${seconds} s: ${condition}; last seen: ${last.slice(0, 2000)}`);
    }
    await sleep(100);
  }
}
