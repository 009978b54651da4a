/** Stands for a value that isn't known until the update: at preview, another resource's output. */
export const unknown: unique symbol = Symbol("unknown");

/** What a property may hold: JSON, with {@link unknown} wherever a value isn't known yet. */
export type Value = Known | typeof unknown;
/** A value that is known itself; what it contains may still be unknown. */
export type Known = undefined | null | boolean | number | string | readonly Value[] | Properties;
/** Properties by name. Secrets are among them in plain text. */
export interface Properties {
  readonly [name: string]: Value;
}
