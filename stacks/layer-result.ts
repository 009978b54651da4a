import type { Settings } from "./last-settings.ts";

/** What a layer returns. */
export interface LayerResult {
  /** The stack's outputs. */
  readonly outputs: object;
  /** The lifecycle of each tenant of the stack. @default - a stack without tenants */
  readonly tenants?: Settings["tenants"];
}
