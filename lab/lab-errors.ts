import { basename } from "node:path";
import type { ObjectAddress } from "./api/object-address.ts";
import { titleOf } from "./api/object-address.ts";

/** The lab can't run here, for a reason that the user can fix. The message says how. */
export class LabError extends Error {
  override readonly name = "LabError";
}

/** The error of the second of two commands that start one lab. */
export function beingStarted(directory: string): LabError {
  return new LabError(`another command is starting the lab ${basename(directory)}. Wait for it.`);
}

const install =
  "Install it: npm install --save-dev @kubernetes/client-node @peculiar/x509 jose oidc-provider reflect-metadata";

/** The same error, or the fix for a missing package (the lab's packages are optional) or a full disk. */
export function explained(error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOSPC") {
    return new LabFailure(`${message}. TMPDIR says where labs go.`);
  }
  const isMissing = code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND";
  const name = isMissing ? /^Cannot find (?:package|module) '([^']+)'/.exec(message)?.[1] : undefined;
  return name === undefined
    ? error
    : new LabError(`the lab needs ${name}, which isn't installed. ${install}`);
}

/** A part of the lab failed. The message has its last output. */
export class LabFailure extends Error {
  override readonly name = "LabFailure";
}

/** The API server refused an object. */
export class ObjectError extends LabFailure {
  readonly object: ObjectAddress;
  /** The HTTP status. */
  readonly status: number;

  constructor(object: ObjectAddress, status: number, message: string) {
    super(`${titleOf(object)}: ${message}`);
    this.object = object;
    this.status = status;
  }
}
