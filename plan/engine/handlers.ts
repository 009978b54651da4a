import type { JsonObject } from "../json.ts";
import type { Expansion, StateOf } from "./expansions.ts";
import type { Registration } from "./registration.ts";

/** The values that a provider would compute. */
export interface Computed {
  /** @default - none: unknown at preview */
  readonly id?: string;
  /** Outputs that add to the inputs or replace them. @default - none: unknown at preview */
  readonly outputs?: JsonObject;
}

/** A resource that the program registers, or an existing resource that it reads. */
export type ProviderResource = Pick<Registration, "urn" | "type" | "name" | "inputs">;

/** The outputs of a stack to which a program refers. */
export interface StackOutputs {
  readonly outputs: JsonObject;
  readonly secretOutputNames: readonly string[];
}

/** The functions that the monitor calls for all that a provider or another stack would answer. */
export interface Handlers {
  /** The values that a provider computes for a resource. */
  readonly compute: (resource: ProviderResource) => Computed;
  /** The answer of a provider's function. */
  readonly invoke: (token: string, args: JsonObject) => JsonObject;
  /** The children and outputs of a remote component. */
  readonly expand: (component: Registration, stateOf: StateOf) => Expansion;
  readonly readStack: (name: string) => Promise<StackOutputs>;
  /** Called once with each registration, which waits for the result. */
  readonly onResource?: (resource: Registration) => Promise<void> | void;
}
