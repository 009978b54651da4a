import fc from "fast-check";

/**
 * How a pod is drawn. `careful` takes only values that `restricted` accepts in an otherwise compliant pod, so that enough
 * pods pass. Otherwise any value is taken. Only the evaluator decides whether the pod passes.
 */
export interface Draw {
  readonly careful: boolean;
}

/** A field's value: mostly of the first list. If the pod isn't careful, sometimes of the second. */
export function field<T>({ careful }: Draw, compliant: readonly T[], others: readonly T[]): fc.Arbitrary<T> {
  const usual = fc.constantFrom(...compliant);
  return careful || others.length === 0
    ? usual
    : fc.oneof({ weight: 12, arbitrary: usual }, { weight: 1, arbitrary: fc.constantFrom(...others) });
}

/** A field that most pods leave out. */
export function rarely<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(arbitrary, { nil: undefined, freq: 2 });
}
