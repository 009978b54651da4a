import type { Connection, PlanDocument } from "../../plan/document.ts";
import { isStopped } from "./flow-sections.ts";
import { metadata, namespaceOf, namespacesOf } from "./namespace-names.ts";
import { listed, type Style, some, table } from "./style.ts";

/** Each destination, with its ports and the sources that reach it. */
export function reachabilityLines({ connectivity, resources }: PlanDocument, style: Style): string[] {
  const plannedNames = new Set(namesOf(resources));
  // Only the other end's own stack knows whether that end allows the traffic.
  const isElsewhere = (end: string) => isNamespaced(end) && !plannedNames.has(namespaceOf(end));
  const withMark = (end: string) => (isElsewhere(end) ? `${end} (elsewhere)` : end);
  const byPair = Map.groupBy(connectivity, ({ from, to, marks, cluster }) =>
    JSON.stringify([from, to, marks, cluster]),
  );
  const pairs = [...byPair.values()].flatMap((rows) => {
    const [first] = rows;
    return first === undefined
      ? []
      : [
          {
            from: withMark(first.from),
            to: withMark(first.to),
            ports: formatPorts(rows) + formatMarks(first),
          },
        ];
  });
  const rows = [...Map.groupBy(pairs, ({ to, ports }) => JSON.stringify([to, ports])).values()]
    .map((group) => ({
      to: group[0]?.to ?? "",
      ports: group[0]?.ports ?? "",
      from: group.map(({ from }) => from),
    }))
    .sort((a, b) => (a.to === b.to ? 0 : a.to < b.to ? -1 : 1))
    .map(({ to, ports, from }) => [to, ports, `<- ${listed(from, 12)}`]);
  return some(table(rows, style), 60, "in plan.json");
}

/** ` (no route)`, or nothing. */
function formatMarks({ marks = [] }: Connection): string {
  return marks.length === 0 ? "" : ` (${marks.join(", ")})`;
}

/** `TCP 443, 8443; UDP 53`. */
function formatPorts(rows: readonly Connection[]): string {
  return [...Map.groupBy(rows, ({ protocol }) => protocol)]
    .map(([protocol, entries]) => {
      const ports = entries.map(({ port }) => port).join(", ");
      return protocol === "any" && ports === "any" ? "everything" : `${protocol} ${ports}`;
    })
    .join("; ");
}

/**
 * A matrix of namespaces. `x`: a pod of the row's namespace reaches a pod of the column's. `!`: something outside the
 * NetworkPolicies stops it. No lines if the matrix is too wide.
 */
export function matrixLines({ connectivity, resources }: PlanDocument, style: Style): string[] {
  const names = namesOf(resources);
  if (names.length < 2 || names.join(" ").length > style.width) {
    return [];
  }
  const pairs = (rows: readonly Pick<Connection, "from" | "to">[]) =>
    new Set(rows.map(({ from, to }) => JSON.stringify([namespaceOf(from), namespaceOf(to)])));
  const open = connectivity.filter((row) => !isStopped(row));
  const openPairs = pairs([...open, ...throughAnyPod(open)]);
  const stoppedPairs = pairs(connectivity.filter(isStopped));
  const symbol = (pair: string) => (openPairs.has(pair) ? "x" : stoppedPairs.has(pair) ? "!" : ".");
  const rows = names.map((from) => [
    from,
    ...names.map((to) => symbol(JSON.stringify([from, to])).padStart(Math.ceil(to.length / 2))),
  ]);
  const lines = table([["from \\ to", ...names], ...rows], { ...style, width: Number.POSITIVE_INFINITY });
  const [head = "", ...body] = lines;
  return head.length > style.width ? [] : [style.faint(head), ...body];
}

/** Pairs that the plan leaves out because they are many: see {@link Connection}. */
function throughAnyPod(connectivity: readonly Connection[]): Pick<Connection, "from" | "to">[] {
  const portOf = ({ protocol, port }: Connection) => `${protocol} ${port}`;
  const receivers = Map.groupBy(
    connectivity.filter(({ from }) => from === "any pod"),
    portOf,
  );
  return connectivity
    .filter(({ to }) => to === "any pod")
    .flatMap((row) => (receivers.get(portOf(row)) ?? []).map(({ to }) => ({ from: row.from, to })));
}

function namesOf(resources: PlanDocument["resources"]): string[] {
  return namespacesOf(resources)
    .map((namespace) => metadata(namespace, "name"))
    .sort();
}

/** Whether an end is in a namespace that a stack must create. Every cluster has kube-system. */
function isNamespaced(end: string): boolean {
  const namespace = namespaceOf(end);
  return (
    /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(namespace) && namespace !== "kube-system" && namespace !== "anyone"
  );
}
