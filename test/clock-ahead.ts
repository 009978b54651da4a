/**
 * Sets the clock of a process two years ahead: `node --import ./test/clock-ahead.ts`. CI runs the unit suite with it
 * (`npm run test:ahead`), because no test may depend on the day on which it runs.
 */
const twoYears = 2 * 365.25 * 24 * 3_600_000;
const SystemDate = Date;

globalThis.Date = new Proxy(SystemDate, {
  construct: (target, args, newTarget) =>
    Reflect.construct(target, args.length === 0 ? [SystemDate.now() + twoYears] : args, newTarget),
  apply: () => new SystemDate(SystemDate.now() + twoYears).toString(),
  get: (target, key, receiver) =>
    key === "now" ? () => SystemDate.now() + twoYears : Reflect.get(target, key, receiver),
});
