import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { LabFailure } from "../lab-errors.ts";

/**
 * Waits until a lab's directory is gone. The leashes remove it, and they end a moment after their owner.
 *
 * @throws LabFailure if it is still there after 15 s
 */
export async function untilGone(directory: string): Promise<void> {
  for (const deadline = Date.now() + 15_000; existsSync(directory); await sleep(20)) {
    if (Date.now() > deadline) {
      throw new LabFailure(`the lab has ended, but ${directory} can't be removed. Remove it by hand.`);
    }
  }
}
