import { type Known, type Properties, unknown, type Value } from "../../protocol/property-value.ts";

export { type Known, type Properties, unknown, type Value };

/**
 * A copy of `value` with {@link unknown} in place of what isn't known.
 *
 * The SDK hands a policy proxies that throw when an unknown value is read, and turns the throw into an
 * advisory that ends the whole rule (`@pulumi/policy` `proxy.ts`): one unknown tag would silence it.
 * Reading plain data can't throw otherwise, so a throw here means just that one value.
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

/** Where a value is: dotted, as `vpcConfig.endpointPublicAccess`, or in steps where a name has dots itself. */
export type Path = string | readonly (string | number)[];

/** The value at `path`: `undefined` where nothing (or null) is, {@link unknown} under anything unknown. */
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

/** `path` as a program would write it: `metadata.labels["a.example/b"]`, `disks[0].encrypted`. */
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

/** Whether `value` is a list. */
function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** The elements of a list; none where there is no list. */
export function elements(value: Value): readonly Value[] {
  return isList(value) ? value : [];
}

/** `value` as a message shows it: short, and "nothing" where it is absent. */
export function show(value: Value): string {
  if (value === undefined || value === null) {
    return "nothing";
  }
  const text = JSON.stringify(value, (_, part) => (part === unknown ? "(unknown)" : part));
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}
