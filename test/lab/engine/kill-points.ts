import { setTimeout as sleep } from "node:timers/promises";
import type { History } from "./history.ts";

/** When to kill an update: some time after its n-th object appears. */
export interface KillPoint {
  readonly object: number;
  readonly delayMs: number;
}

/**
 * Points spread over an update: one at random in each of `count` equal parts, plus up to 30 ms. So kills happen before,
 * while and after the engine writes its state.
 *
 * @param seed - the same points for the same seed
 */
export function killPoints(count: number, objects: number, seed: number): KillPoint[] {
  const random = randomFrom(seed);
  return Array.from({ length: count }, (_, part) => ({
    object: 1 + Math.floor(((part + random()) / count) * (objects - 3)),
    delayMs: Math.floor(random() * 30),
  }));
}

/** Resolves when enough objects have appeared since `from`, and the delay has passed. */
export async function reached(
  { appearances }: History,
  from: number,
  { object, delayMs }: KillPoint,
  isOver: AbortSignal,
): Promise<void> {
  while (appearances.length < from + object && !isOver.aborted) {
    await sleep(2);
  }
  await sleep(delayMs);
}

/** Numbers from 0 to 1 (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
