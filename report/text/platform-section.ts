import type { PlanDocument } from "../../plan/document.ts";
import { type Style, some, table } from "./style.ts";

/** Each platform software with its namespace, what is prepared, and who installs it. */
export function platformLines({ platformSoftware }: PlanDocument, style: Style): string[] {
  if (platformSoftware.length === 0) {
    return [];
  }
  const rows = platformSoftware.map(({ software, namespace, prepared, installedBy }) => [
    software,
    namespace,
    prepared.join(", "),
    installedBy,
  ]);
  const [head = "", ...body] = table([["software", "namespace", "prepared", "installed by"], ...rows], style);
  return [style.faint(head), ...some(body, 30, "in plan.json")];
}

/** Components whose objects the plan doesn't know. */
export function notPlannedLines({ notPlanned }: PlanDocument, style: Style): string[] {
  return some(
    table(
      notPlanned.map(({ urn, what, reason }) => [urn.split("::").at(-1) ?? urn, what, reason]),
      style,
    ),
    30,
    "in plan.json",
  );
}
