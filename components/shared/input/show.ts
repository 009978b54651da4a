import { inspect } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { isPlain } from "./sdk-values.ts";

/** The received value, in at most 80 characters. */
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

/** `undefined` for values that JSON can't represent: NaN, a BigInt, a Set, a YAML alias inside its own anchor. */
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
