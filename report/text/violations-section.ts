import type { PlanDocument, Violation } from "../../plan/document.ts";
import { plural, type Style, some, wrap } from "./style.ts";

/** The text of all violations, the worst first. It ends in a line break, and is empty if there are none. */
export function formatViolations({ violations }: PlanDocument, style: Style): string {
  const byRule = Map.groupBy(violations, ({ policy, urn, enforcement, waiver }) =>
    JSON.stringify([policy, urn, enforcement, waiver !== undefined]),
  );
  const blocks = [...byRule.values()].map((group) => formatGroup(group, style).join("\n"));
  const lines = some(blocks, 20, "in plan.json");
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}

/** The findings of one policy on one resource, after the policy's description. */
function formatGroup(group: readonly Violation[], style: Style): string[] {
  const [first] = group;
  if (first === undefined) {
    return [];
  }
  const severity = first.severity === "" ? "" : ` (${first.severity})`;
  return [
    `  ${mark(first, style)} ${first.policy}${severity}: ${first.urn.split("::").at(-1)}`,
    ...(first.description === undefined ? [] : wrap(first.description, style.width, "    ")),
    ...group.flatMap((violation) => formatFinding(violation, style)),
  ];
}

function formatFinding({ message, description }: Violation, style: Style): string[] {
  return description === undefined
    ? wrap(message, style.width, "    ")
    : wrap(message.slice(description.length + 1), style.width, "      ");
}

function mark({ enforcement, waiver }: Violation, style: Style): string {
  if (waiver !== undefined) {
    return style.faint("waived");
  }
  return enforcement === "mandatory" ? style.bad("refused") : style.warning("advice");
}

export function waiverLines({ waivers }: PlanDocument, style: Style): string[] {
  return waivers.flatMap(({ control, reason, owner, expires, urn }) =>
    wrap(`${control} on ${urn.split("::").at(-1)} until ${expires}: ${reason} (${owner})`, style.width, "  "),
  );
}

/** `41 pass, 0 fail, 2 undecided before the update`. */
export function controlCount({ controls }: PlanDocument): string {
  const count = (status: string) => controls.filter((control) => control.status === status).length;
  const undecided = count("undecided");
  return [
    `${count("pass")} pass`,
    `${count("fail")} fail`,
    ...(undecided > 0 ? [`${undecided} undecided before the update`] : []),
  ].join(", ");
}

export function violationCount({ violations }: PlanDocument): string {
  const refused = violations.filter(
    ({ enforcement, waiver }) => enforcement === "mandatory" && waiver === undefined,
  );
  return violations.length === 0
    ? "none"
    : `${plural(violations.length, "violation")}, ${refused.length} of them ${refused.length === 1 ? "stops" : "stop"} a deployment`;
}
