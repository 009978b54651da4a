import type { AccessRight, PlanDocument } from "../../plan/document.ts";
import { listed, plural, type Style, some, table } from "./style.ts";

/** Who may do what and where. Namespaces with the same rights for the same subject share a line. */
export function accessLines({ access }: PlanDocument, style: Style): string[] {
  const byPlace = Map.groupBy(access, ({ subject, namespace }) => JSON.stringify([subject, namespace]));
  const holders = [...byPlace.values()].flatMap((rights) => {
    const [first] = rights;
    return first ? [{ subject: first.subject, namespace: first.namespace, what: describe(rights) }] : [];
  });
  const alike = Map.groupBy(holders, ({ subject, what }) => JSON.stringify([subject, what]));
  const rows = [...alike.values()].map((group) => [
    group[0]?.subject ?? "",
    group[0]?.what ?? "",
    listed(
      group.map(({ namespace }) => (namespace === "*" ? "everywhere" : namespace)),
      12,
    ),
  ]);
  return some(table(rows, style), 40, "in plan.json");
}

const writing = new Set(["create", "update", "patch", "delete", "deletecollection", "*"]);
const reading = new Set(["get", "list", "watch", "*"]);

/** `reads 20 kinds, writes 14, Secrets, exec`. */
function describe(rights: readonly AccessRight[]): string {
  if (rights.some(({ verbs, resources }) => verbs.includes("*") && resources.includes("*"))) {
    return "everything";
  }
  const kinds = (verbs: ReadonlySet<string>) =>
    new Set(
      rights
        .filter((right) => right.verbs.some((verb) => verbs.has(verb)))
        .flatMap(({ resources }) => resources),
    );
  const [read, written] = [kinds(reading), kinds(writing)];
  const named = rights.flatMap(({ verbs, resources }) => (resources.length === 0 ? verbs : []));
  const special = [
    read.has("secrets") || written.has("secrets") ? "Secrets" : [],
    written.has("pods/exec") ? "exec" : [],
  ].flat();
  const counts = [
    read.size > 0 ? (read.has("*") ? "reads everything" : `reads ${plural(read.size, "kind")}`) : [],
    written.size > 0 ? (written.has("*") ? "writes everything" : `writes ${written.size}`) : [],
  ].flat();
  return [...named, ...counts, ...special].join(", ") || "nothing";
}
