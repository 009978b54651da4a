import type { Connection, HalfOpen, PlanDocument } from "../../plan/document.ts";
import { listed, plural, type Style, some, table } from "./style.ts";

/** Whether something outside the NetworkPolicies stops a connection. */
export function isStopped({ marks = [] }: Connection): boolean {
  return marks.some((mark) => !mark.startsWith("not judged"));
}

/** Each flow with only one end, and the namespace that is likely meant. */
export function halfOpenLines({ halfOpen }: PlanDocument, style: Style): string[] {
  const rows = halfOpen.map((flow) => [`${flow.from} -> ${flow.to}`, portOf(flow), describeMissing(flow)]);
  return some(table(rows, style), 40, "in plan.json");
}

/** `paymentss isn't in this program. Did you mean payments?` */
function describeMissing({ missing, didYouMean, isExempt }: HalfOpen): string {
  if (isExempt === true) {
    return `${missing} is exempt: its own policies must allow the flow`;
  }
  return didYouMean === undefined
    ? `${missing} isn't in this program`
    : `${missing} isn't in this program. Did you mean ${didYouMean}?`;
}

/** Each flow that the NetworkPolicies allow and something else stops. */
export function stoppedLines({ connectivity }: PlanDocument, style: Style): string[] {
  const rows = connectivity
    .filter(isStopped)
    .map((row) => [`${row.from} -> ${row.to}`, portOf(row), (row.marks ?? []).join(", ")]);
  return some(table(rows, style), 40, "in plan.json");
}

/** How many flows each unknown part of the network affects. */
export function unjudgedLines({ connectivity }: PlanDocument, style: Style): string[] {
  const unjudged = connectivity.flatMap((row) =>
    isStopped(row) ? [] : (row.marks ?? []).map((mark) => ({ row, part: mark.replace("not judged: ", "") })),
  );
  const rows = [...Map.groupBy(unjudged, ({ part }) => part)].map(([part, group]) => [
    part,
    plural(group.length, "flow"),
    listed(group.map(({ row }) => `${row.from} -> ${row.to}`)),
  ]);
  return table(rows, style);
}

/** Pods that no policy selects, by what follows for their traffic. */
export function unselectedLines({ unselectedPods }: PlanDocument, style: Style): string[] {
  const meanings = {
    closed: "closed in both directions: strict mode",
    open: "open in both directions, unless the network plugin is strict",
    "not judged":
      "not judged: another program creates them. In strict mode they are closed until a policy selects them",
  };
  const rows = [...Map.groupBy(unselectedPods, ({ effect }) => effect)].map(([effect, group]) => [
    listed(
      group.map(({ pods }) => pods),
      12,
    ),
    meanings[effect],
  ]);
  return table(rows, style);
}

/** `2 half-open flows, 1 stopped flow: see plan.json.` Empty if there are none. */
export function flowCounts({ halfOpen, connectivity }: PlanDocument): string {
  const stopped = connectivity.filter(isStopped).length;
  const counts = [
    ...(halfOpen.length > 0 ? [plural(halfOpen.length, "half-open flow")] : []),
    ...(stopped > 0 ? [plural(stopped, "stopped flow")] : []),
  ];
  return counts.length === 0 ? "" : `${counts.join(", ")}: see plan.json.\n`;
}

function portOf({ protocol, port }: Pick<Connection, "protocol" | "port">): string {
  return `${protocol} ${port}`;
}
