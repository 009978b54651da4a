import { basename } from "node:path";
import type { ObjectAddress } from "./api/object-address.ts";
import { titleOf } from "./api/object-address.ts";

/** The lab can't be had here, for a reason that the user can mend. The message says how. */
export class LabError extends Error {
  override readonly name = "LabError";
}

/** Of two commands that start one lab, the second's. */
export function beingStarted(directory: string): LabError {
  return new LabError(
    `the lab ${basename(directory)} is being started by another command. Wait for that one.`,
  );
}

const install =
  "Install it: npm install --save-dev @kubernetes/client-node @peculiar/x509 jose oidc-provider reflect-metadata";

/** The same error, or what to do where it is about a package, as those of the lab are optional, or a full disk. */
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

/** A part of the lab failed. The message has what it said last. */
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
