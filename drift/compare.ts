import { unknownText } from "../plan/document.ts";
import { isObject, type Json, type JsonObject } from "../plan/json.ts";
import type { Path, ServerWrites } from "./known-write.ts";
import { isSameQuantity } from "./quantity.ts";

/** One difference between a planned object and the live one. */
export interface Difference {
  /** The field's path, for example `spec.ingress[0].from`. */
  readonly path: string;
  readonly kind: "added" | "changed" | "removed";
  /** @default - the plan doesn't have the field */
  readonly planned?: Json;
  /** @default - the cluster doesn't have the field */
  readonly live?: Json;
}

/**
 * All differences between a planned object and the live one, additions included. A field that only the cluster has is
 * an addition, unless the server or a controller is known to write it there.
 *
 * It doesn't ask `managedFields` who wrote a field, because every writer can change them.
 */
export function compare(planned: JsonObject, live: JsonObject, writes: ServerWrites): Difference[] {
  return differences([], planned, live, writes);
}

function differences(
  path: Path,
  planned: Json | undefined,
  live: Json | undefined,
  writes: ServerWrites,
): Difference[] {
  if (planned === unknownText) {
    // Known only to the update. Its absence is still a difference.
    return live === undefined ? [{ path: textOf(path), kind: "removed", planned }] : [];
  }
  if (planned === undefined) {
    return live === undefined || isEmptyList(live) || writes.isWritten(path, live)
      ? []
      : [{ path: textOf(path), kind: "added", live }];
  }
  if (live === undefined) {
    return isEmptyList(planned) ? [] : [{ path: textOf(path), kind: "removed", planned }];
  }
  if (Array.isArray(planned) && Array.isArray(live)) {
    return Array.from({ length: Math.max(planned.length, live.length) }, (_, index) =>
      differences([...path, index], planned[index], live[index], writes),
    ).flat();
  }
  if (isObject(planned) && isObject(live)) {
    const keys = [...new Set([...Object.keys(planned), ...Object.keys(live)])].sort();
    return keys.flatMap((key) => differences([...path, key], planned[key], live[key], writes));
  }
  const isSame =
    planned === live ||
    (typeof planned === "string" && typeof live === "string" && writes.isComputed(planned, live)) ||
    (writes.isQuantity(path) && isSameQuantity(planned, live));
  return isSame ? [] : [{ path: textOf(path), kind: "changed", planned, live }];
}

/** The server leaves out empty lists. An empty object is not the same as none: an empty selector selects everything. */
function isEmptyList(value: Json): boolean {
  return Array.isArray(value) && value.length === 0;
}

/** `spec.ports[0].port`, `metadata.labels["example.com/tier"]` */
function textOf(path: Path): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === "number") {
      return `${text}[${part}]`;
    }
    if (!/^[\w$-]+$/.test(part)) {
      return `${text}[${JSON.stringify(part)}]`;
    }
    return text === "" ? part : `${text}.${part}`;
  }, "");
}
