import { ApiException } from "@kubernetes/client-node";
import { messageOf } from "../../plan/errors.ts";
import { objectAt, stringAt } from "../../plan/json.ts";
import { LabFailure, ObjectError } from "../lab-errors.ts";
import type { ObjectAddress } from "./object-address.ts";

/** Whether the API has no object of this name, or no kind of this name. */
export function isMissing(error: unknown): boolean {
  return (
    (error instanceof ApiException && error.code === 404) ||
    (error instanceof ObjectError && error.status === 404)
  );
}

export function fail(what: string, error: unknown): never {
  throw error instanceof ApiException ? new LabFailure(`${what}: ${messageIn(error.body)}`) : error;
}

/** Says which object it was about. */
export function refuse(object: ObjectAddress, error: unknown): never {
  throw error instanceof ApiException ? new ObjectError(object, error.code, messageIn(error.body)) : error;
}

/** The cause of a failed request. The message of the client's `fetch` doesn't include it. */
export function causeOf(error: unknown): string {
  const { cause = error } = error as Error;
  return messageOf(cause);
}

function messageIn(body: unknown): string {
  try {
    const status = objectAt(typeof body === "string" ? JSON.parse(body) : body);
    return stringAt(status["message"]) ?? JSON.stringify(body);
  } catch {
    return String(body);
  }
}
