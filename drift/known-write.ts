import type { Json, JsonObject } from "../plan/json.ts";

/** A field's path in parts. The index of a list's item is a number. */
export type Path = readonly (string | number)[];

/** What the API server and controllers write into an object by themselves. */
export interface ServerWrites {
  /** Whether the server or a controller writes this value at this path. */
  isWritten(path: Path, live: Json): boolean;
  /** Whether AWS chose the live text where the plan has a placeholder. */
  isComputed(planned: string, live: string): boolean;
  /** Whether the value at this path is a quantity, such as `500m`. */
  isQuantity(path: Path): boolean;
}

/** What a write depends on. */
export interface WriteContext {
  readonly planned: JsonObject;
  readonly live: JsonObject;
  readonly path: Path;
}

/**
 * A field that the server or a controller writes, and its value. A function decides about values that aren't constant.
 * In a path, `*` stands for any part, and `[key]` for a key with dots.
 */
export type KnownWrite = readonly [
  path: string,
  value: Json | ((value: Json, context: WriteContext) => boolean),
];
