import * as pulumi from "@pulumi/pulumi";

/**
 * An error whose message reaches users unchanged.
 *
 * The engine prints a `RunError` without a stack trace. An error from an `apply` reaches the engine through every
 * resource that waits for the value. Each time the SDK adds "error serializing property …" to the message of the same
 * object (runtime/rpc.js). So this message can't be changed.
 */
export class ClearError extends pulumi.RunError {
  constructor(message: string) {
    super(message);
    Object.defineProperty(this, "message", { get: () => message, set: () => {} });
  }
}
