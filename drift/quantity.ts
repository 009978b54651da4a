import type { Json } from "../plan/json.ts";

const suffixes: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** Whether two quantities are equal. The server writes `1024Mi` in its own form, `1Gi` (`resource.Quantity`). */
export function isSameQuantity(one: Json, other: Json): boolean {
  const [a, b] = [numberOf(one), numberOf(other)];
  return a !== undefined && b !== undefined && Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
}

function numberOf(quantity: Json): number | undefined {
  const [, number, suffix = ""] =
    /^([+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)([numkMGTPE]|[KMGTPE]i)?$/.exec(String(quantity)) ?? [];
  return number === undefined ? undefined : Number(number) * (suffixes[suffix] ?? Number.NaN);
}
