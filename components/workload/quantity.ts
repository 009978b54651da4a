const units: Readonly<Record<string, number>> = {
  m: 1 / 1000,
  "": 1,
  k: 1000,
  M: 1000 ** 2,
  G: 1000 ** 3,
  T: 1000 ** 4,
  P: 1000 ** 5,
  Ki: 1024,
  Mi: 1024 ** 2,
  Gi: 1024 ** 3,
  Ti: 1024 ** 4,
  Pi: 1024 ** 5,
};

/**
 * A Kubernetes quantity as a number: `500m` is 0.5, `2Gi` is 2147483648.
 *
 * Kubernetes also accepts exponents, signs and the units `n`, `u`, `E` and `Ei`. Sizes of namespaces don't need them,
 * and a number isn't exact above 8Pi.
 *
 * @returns `undefined` if `text` isn't a quantity of this form
 */
export function parseQuantity(text: string | number): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(m|k|[KMGTP]i|[MGTP])?$/.exec(String(text));
  const unit = units[match?.[2] ?? ""];
  return match === null || unit === undefined ? undefined : Number(match[1]) * unit;
}

/** Cores in Kubernetes' canonical form, in whole cores or millicores: `4`, `250m`. */
export function formatCpu(cores: number): string {
  const millis = Math.round(cores * 1000);
  return millis % 1000 === 0 ? String(millis / 1000) : `${millis}m`;
}

/** Bytes in Kubernetes' canonical form, in the largest binary unit without a fraction: `1536Mi`. */
export function formatBytes(bytes: number): string {
  const whole = Math.round(bytes);
  const unit = ["Pi", "Ti", "Gi", "Mi", "Ki"].find((name) => whole > 0 && whole % (units[name] ?? 1) === 0);
  return unit === undefined ? String(whole) : `${whole / (units[unit] ?? 1)}${unit}`;
}
