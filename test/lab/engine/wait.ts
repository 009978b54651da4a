import { setTimeout as sleep } from "node:timers/promises";
import type { Caller } from "../../../lab/lab.ts";

/** @throws Error if it doesn't hold after 30 s */
export async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 30_000; !(await holds()); await sleep(100)) {
    if (Date.now() > deadline) {
      throw new Error(`not so after 30 s: ${what}`);
    }
  }
}

/** Creates an object. @throws Error with the server's message */
export async function made(caller: Caller, path: string, object: object): Promise<void> {
  const { status, body } = await caller.request("POST", path, object);
  if (status !== 201) {
    throw new Error(`POST ${path}: ${status} ${JSON.stringify(body)}`);
  }
}
