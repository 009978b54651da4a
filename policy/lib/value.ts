import { type Known, type Properties, unknown, type Value } from "../../protocol/property-value.ts";

export { type Known, type Properties, unknown, type Value };

/**
 * A copy of `value`, with {@link unknown} for each unknown value.
 *
 * The SDK passes proxies to a policy. They throw if the policy reads an unknown value, and the SDK then ends the
 * whole rule with an advisory (`@pulumi/policy` `proxy.ts`). One unknown tag would silence the rule. Reading
 * plain data can't throw for another reason, so an exception here means an unknown value.
 */
export function plain(value: unknown): Known {
  if (Array.isArray(value)) {
    return Array.from({ length: value.length }, (_, index) => read(value, index));
  }
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.keys(value).map((name) => [name, read(value, name)]));
  }
  return value as Known;
}

function read(holder: object, name: string | number): Value {
  let value: unknown;
  try {
    value = (holder as Record<string | number, unknown>)[name];
  } catch {
    return unknown;
  }
  return value === unknown ? unknown : plain(value);
}

/** The path of a value: with dots, for example `vpcConfig.endpointPublicAccess`, or steps if a name has dots. */
export type Path = string | readonly (string | number)[];

/** The value at `path`: `undefined` if it is absent or null, and {@link unknown} inside an unknown value. */
export function at(value: Value, path: Path): Value {
  let current = value;
  for (const step of typeof path === "string" ? path.split(".") : path) {
    if (current === unknown) {
      return unknown;
    }
    current = child(current, step);
  }
  return current ?? undefined;
}

function child(value: Value, step: string | number): Value {
  if (typeof step === "number") {
    return isList(value) ? value[step] : undefined;
  }
  return isProperties(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}

/** `path` in the syntax of a program: `metadata.labels["a.example/b"]`, `disks[0].encrypted`. */
export function showPath(path: Path): string {
  if (typeof path === "string") {
    return path;
  }
  return path
    .map((step, index) => {
      if (typeof step === "string" && /^\w+$/.test(step)) {
        return index === 0 ? step : `.${step}`;
      }
      return `[${JSON.stringify(step)}]`;
    })
    .join("");
}

/** Whether `value` is an object, neither a list nor unknown. */
export function isProperties(value: Value): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** The elements of a list, or none if it isn't a list. */
export function elements(value: Value): readonly Value[] {
  return isList(value) ? value : [];
}

/** `value` in the form for messages: short, and "nothing" if it is absent. */
export function show(value: Value): string {
  if (value === undefined || value === null) {
    return "nothing";
  }
  const text = JSON.stringify(value, (_, part) => (part === unknown ? "(unknown)" : part));
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}
