import type { PlanDocument, Violation } from "../../plan/document.ts";
import { plural, type Style, some, wrap } from "./style.ts";

/** Everything that policies found, the worst first, as text that ends in a line break; empty if nothing. */
export function formatViolations({ violations }: PlanDocument, style: Style): string {
  const byRule = Map.groupBy(violations, ({ policy, urn, enforcement, waiver }) =>
    JSON.stringify([policy, urn, enforcement, waiver !== undefined]),
  );
  const blocks = [...byRule.values()].map((group) => formatGroup(group, style).join("\n"));
  const lines = some(blocks, 20, "in plan.json");
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}

/** All that one policy says of one resource. Its messages begin with the same line, what the policy is for. */
function formatGroup(group: readonly Violation[], style: Style): string[] {
  const [first] = group;
  if (first === undefined) {
    return [];
  }
  const [purpose = "", ...rest] = first.message.split("\n");
  const findings = rest.length === 0 ? [] : group.map(({ message }) => message.slice(purpose.length + 1));
  const severity = first.severity === "" ? "" : ` (${first.severity})`;
  return [
    `  ${mark(first, style)} ${first.policy}${severity}: ${first.urn.split("::").at(-1)}`,
    ...wrap(purpose, style.width, "    "),
    ...findings.flatMap((finding) => wrap(finding, style.width, "      ")),
  ];
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
