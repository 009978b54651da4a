import type { Answer } from "../../../lab/api/http.ts";
import type { Caller } from "../../../lab/lab.ts";
import { objectAt, stringAt } from "../../../plan/json.ts";
import { lab } from "../suite.ts";
import { identityOf } from "./actors.ts";
import type { Actor, Impostor, Request } from "./attempt.ts";
import { waitUntil } from "./wait-until.ts";

const callers = new Map<string, Promise<Caller>>();

/** Sends requests as an actor. Each token is created once. */
export async function callerOf(who: Actor | Impostor): Promise<Caller> {
  const name = typeof who === "string" ? who : who.name;
  const caller = callers.get(name) ?? connect(who);
  callers.set(name, caller);
  caller.catch(() => callers.delete(name));
  return await caller;
}

/** Sends a request. If many objects are created together, the API server may fail to count them: then it is sent again. */
export async function ask(
  who: Actor | Impostor,
  { method, path, body, contentType, headers }: Request,
): Promise<Answer> {
  const caller = await callerOf(who);
  return await waitUntil(
    "the API server has counted an object",
    () => caller.request(method, path, body, contentType, headers),
    ({ status, body }) =>
      status !== 409 || !(stringAt(objectAt(body)["message"]) ?? "").includes("resourcequotas"),
  );
}

async function connect(who: Actor | Impostor): Promise<Caller> {
  return await lab().as(typeof who === "string" ? identityOf(who) : await who.identity(lab()));
}
