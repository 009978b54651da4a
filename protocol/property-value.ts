/** Marks a value that isn't known until the update: at preview, another resource's output. */
export const unknown: unique symbol = Symbol("unknown");

/** A property's value: JSON, with {@link unknown} for each value that isn't known yet. */
export type Value = Known | typeof unknown;
/** A known value, which can contain unknown values. */
export type Known = undefined | null | boolean | number | string | readonly Value[] | Properties;
/** Properties by name. Secrets are plain text. */
export interface Properties {
  readonly [name: string]: Value;
}
