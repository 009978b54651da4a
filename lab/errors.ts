import type { ObjectAddress } from "./object-address.ts";
import { titleOf } from "./object-address.ts";

/** The lab can't be had here, for a reason that the user can mend. The message says how. */
export class LabError extends Error {
  override readonly name = "LabError";
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
