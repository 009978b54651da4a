import * as pulumi from "@pulumi/pulumi";

/**
 * An error whose message users read as it was written.
 *
 * The engine prints a `RunError` without a stack trace. An error that is thrown in an `apply` reaches it
 * through every resource that waits for the value, and the SDK writes "error serializing property …" before
 * the message each time (runtime/rpc.js), on the same object: so here the message can't be changed.
 */
export class ClearError extends pulumi.RunError {
  constructor(message: string) {
    super(message);
    Object.defineProperty(this, "message", { get: () => message, set: () => {} });
  }
}
