import type { Attempt, Layer } from "./attempt.ts";
import type { Outcome } from "./perform.ts";

/** Prints how many attempts each layer refused, and how many were let through. */
export function printCounts(attempts: readonly Attempt[], outcomes: ReadonlyMap<string, Outcome>): void {
  const refusals = new Map<Layer, number>();
  for (const { last, verdict } of outcomes.values()) {
    if (verdict === "refused" && last.layer !== undefined) {
      refusals.set(last.layer, (refusals.get(last.layer) ?? 0) + 1);
    }
  }
  const admissions = attempts.filter(({ expect }) => expect === "admitted");
  const holes = admissions.filter(({ hole }) => hole !== undefined).length;
  const rows: [string, number][] = [
    ...[...refusals]
      .sort(([, a], [, b]) => b - a)
      .map(([layer, n]): [string, number] => [`refused by ${layer}`, n]),
    ["admitted, legitimate", admissions.length - holes],
    ["admitted, a known hole", holes],
    ["all", attempts.length],
  ];
  console.log(rows.map(([what, n]) => `${String(n).padStart(8)}  ${what}`).join("\n"));
}
