import type { Json } from "../plan/json.ts";
import type { Difference } from "./compare.ts";
import type { DriftReport } from "./find-drift.ts";

/** The longest text of a value in a line. */
const longest = 160;

/** The report for people. */
export function formatDrift({ server, compared, drifted, skipped, ignored }: DriftReport): string {
  const lines = drifted.flatMap(({ title, verdict, urn, differences }) => [
    `${title}: ${{ missing: "missing", different: "different", unplanned: "not in the plan" }[verdict]}`,
    ...(urn === undefined ? [] : [`  ${urn}`]),
    ...differences.map((difference) => `  ${formatDifference(difference)}`),
  ]);
  const count = drifted.length;
  return [
    ...lines,
    ...(lines.length > 0 ? [""] : []),
    ...skipped.map((text) => `Not compared: ${text}.`),
    ...ignored.map((title) => `Ignored: ${title}.`),
    `Compared ${compared} objects with ${server}: ${count === 0 ? "no drift" : `${count} drifted`}.`,
    "",
  ].join("\n");
}

function formatDifference({ path, kind, planned, live }: Difference): string {
  switch (kind) {
    case "added":
      return `+ ${path}: ${show(live)}`;
    case "removed":
      return `- ${path}: ${show(planned)}`;
    case "changed":
      return `~ ${path}: ${show(planned)} => ${show(live)}`;
  }
}

function show(value: Json | undefined): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length <= longest ? text : `${text.slice(0, longest)}…`;
}
