import fc from "fast-check";

/**
 * How a pod is drawn. `careful` takes only what `restricted` accepts in an otherwise compliant pod, so that enough
 * pods pass; the other takes anything. Neither is a verdict: that is the evaluator's.
 */
export interface Draw {
  readonly careful: boolean;
}

/** One field: mostly a value of the first list, and, unless the pod is careful, sometimes one of the second. */
export function field<T>({ careful }: Draw, compliant: readonly T[], others: readonly T[]): fc.Arbitrary<T> {
  const usual = fc.constantFrom(...compliant);
  return careful || others.length === 0
    ? usual
    : fc.oneof({ weight: 12, arbitrary: usual }, { weight: 1, arbitrary: fc.constantFrom(...others) });
}

/** A field that is mostly left out. */
export function rarely<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(arbitrary, { nil: undefined, freq: 2 });
}
