import type { JsonObject } from "../json.ts";
import type { Expansion, StateOf } from "./expansions.ts";
import type { Registration } from "./registration.ts";

/** What a provider would have computed. */
export interface Computed {
  /** @default - none: unknown at preview */
  readonly id?: string;
  /** Outputs beside the inputs, or in their place. @default - none: unknown at preview */
  readonly outputs?: JsonObject;
}

/** A resource that is registered, or one that stands already and is read. */
export type Made = Pick<Registration, "urn" | "type" | "name" | "inputs">;

/** A stack that a program reads outputs of. */
export interface StackOutputs {
  readonly outputs: JsonObject;
  readonly secretOutputNames: readonly string[];
}

/** What the monitor is told by those who run it. */
export interface Handlers {
  /** What a provider computes for a resource. */
  readonly compute: (resource: Made) => Computed;
  /** The answer of a provider's function. */
  readonly invoke: (token: string, args: JsonObject) => JsonObject;
  /** What becomes of a remote component. */
  readonly expand: (component: Registration, stateOf: StateOf) => Expansion;
  readonly readStack: (name: string) => Promise<StackOutputs>;
  /** Sees each registration once, as it is made; registration waits for it. */
  readonly onResource?: (resource: Registration) => Promise<void> | void;
}
