import { setTimeout as sleep } from "node:timers/promises";

/** @throws Error if it doesn't hold after 15 s, or as many as given */
export async function until(
  what: string | (() => string),
  holds: () => Promise<boolean>,
  seconds = 15,
): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (!(await holds())) {
    if (Date.now() > deadline) {
      const wanted = typeof what === "string" ? what : what();
      throw new Error(`after ${seconds} s it isn't so that ${wanted}`);
    }
    await sleep(100);
  }
}
