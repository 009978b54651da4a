import type { Answer } from "../../../lab/api/http.ts";
import type { Caller } from "../../../lab/lab.ts";
import { objectAt, stringAt } from "../../../plan/json.ts";
import { lab } from "../suite.ts";
import { identityOf } from "./actors.ts";
import type { Actor, Impostor, Request } from "./attempt.ts";
import { waitUntil } from "./wait-until.ts";

const callers = new Map<string, Promise<Caller>>();

/** Sends requests as somebody. Each token is asked for once. */
export async function callerOf(who: Actor | Impostor): Promise<Caller> {
  const name = typeof who === "string" ? who : who.name;
  const known = callers.get(name) ?? become(who);
  callers.set(name, known);
  known.catch(() => callers.delete(name));
  return await known;
}

/** Sends a request. When many objects come at once, the API server gives up counting them and asks to try again. */
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

async function become(who: Actor | Impostor): Promise<Caller> {
  return await lab().as(typeof who === "string" ? identityOf(who) : await who.identity(lab()));
}
