import type { Connection, PlanDocument } from "../../plan/document.ts";
import { metadata, namespaceOf, namespacesOf } from "./namespace-names.ts";
import { listed, type Style, some, table } from "./style.ts";

/** What can be reached, on which ports, and by whom. */
export function reachabilityLines({ connectivity, resources }: PlanDocument, style: Style): string[] {
  const planned = new Set(namesOf(resources));
  // Only its own stack knows whether the other end lets the traffic through: a half-open flow.
  const isElsewhere = (end: string) => isNamespaced(end) && !planned.has(namespaceOf(end));
  const marked = (end: string) => (isElsewhere(end) ? `${end} (elsewhere)` : end);
  const byPair = Map.groupBy(connectivity, ({ from, to }) => JSON.stringify([from, to]));
  const pairs = [...byPair.values()].flatMap((rows) => {
    const [first] = rows;
    return first === undefined
      ? []
      : [{ from: marked(first.from), to: marked(first.to), ports: formatPorts(rows) }];
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
 * Namespaces against namespaces: `x` where any pod of the row's reaches any pod of the column's. Nothing if
 * there are too many for the line.
 */
export function matrixLines({ connectivity, resources }: PlanDocument, style: Style): string[] {
  const names = namesOf(resources);
  if (names.length < 2 || names.join(" ").length > style.width) {
    return [];
  }
  const reached = new Set(
    [...connectivity, ...throughAnyPod(connectivity)].map(({ from, to }) =>
      JSON.stringify([namespaceOf(from), namespaceOf(to)]),
    ),
  );
  const rows = names.map((from) => [
    from,
    ...names.map((to) =>
      (reached.has(JSON.stringify([from, to])) ? "x" : ".").padStart(Math.ceil(to.length / 2)),
    ),
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

/** A namespace or pods of one, neither addresses nor everyone. kube-system is in every cluster. */
function isNamespaced(end: string): boolean {
  const namespace = namespaceOf(end);
  return (
    /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(namespace) && namespace !== "kube-system" && namespace !== "anyone"
  );
}
