import type { Caller } from "../../lab/lab.ts";
import { identityOf } from "./attempts/actors.ts";
import type { Actor, Impostor } from "./attempts/attempt.ts";
import { lab } from "./suite.ts";

const callers = new Map<string, Promise<Caller>>();

/** Sends requests as somebody. Each token is asked for once. */
export async function callerOf(who: Actor | Impostor): Promise<Caller> {
  const name = typeof who === "string" ? who : who.name;
  const known = callers.get(name) ?? become(who);
  callers.set(name, known);
  return await known;
}

async function become(who: Actor | Impostor): Promise<Caller> {
  return await lab().as(typeof who === "string" ? identityOf(who) : await who.identity(lab()));
}
