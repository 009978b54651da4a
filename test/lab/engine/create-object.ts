import type { Caller } from "../../../lab/lab.ts";

/** Creates an object. @throws Error with the server's message */
export async function createObject(caller: Caller, path: string, object: object): Promise<void> {
  const { status, body } = await caller.request("POST", path, object);
  if (status !== 201) {
    throw new Error(`POST ${path}: ${status} ${JSON.stringify(body)}`);
  }
}
