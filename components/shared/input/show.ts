import { inspect } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { isPlain } from "./sdk-values.ts";

/** What was received, in at most 80 characters. */
export function show(value: unknown): string {
  if (value === undefined) {
    return "nothing";
  }
  if (pulumi.Output.isInstance(value)) {
    return "an output that is not known yet";
  }
  if (pulumi.Resource.isInstance(value)) {
    return "a resource";
  }
  const text =
    asJson(value) ?? inspect(value, { depth: 2, breakLength: Number.POSITIVE_INFINITY, compact: true });
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** `undefined` for what JSON has no words for: NaN, a BigInt, a Set, an alias inside of what it stands for. */
function asJson(value: unknown): string | undefined {
  const isSpecial = typeof value === "number" && !Number.isFinite(value);
  if (isSpecial || (typeof value === "object" && value !== null && !isPlain(value))) {
    return undefined;
  }
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}
