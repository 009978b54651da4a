import type { AccessRight, PlanDocument } from "../../plan/document.ts";
import { listed, plural, type Style, some, table } from "./style.ts";

/** The rights of each subject, and their namespaces. Namespaces with the same rights of one subject share a line. */
export function accessLines({ access }: PlanDocument, style: Style): string[] {
  const byPlace = Map.groupBy(access, ({ subject, namespace }) => JSON.stringify([subject, namespace]));
  const holders = [...byPlace.values()].flatMap((rights) => {
    const [first] = rights;
    return first ? [{ subject: first.subject, namespace: first.namespace, what: describe(rights) }] : [];
  });
  const groups = Map.groupBy(holders, ({ subject, what }) => JSON.stringify([subject, what]));
  const rows = [...groups.values()].map((group) => [
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
  const [readKinds, writtenKinds] = [kinds(reading), kinds(writing)];
  const urlVerbs = rights.flatMap(({ verbs, resources }) => (resources.length === 0 ? verbs : []));
  const details = [
    readKinds.has("secrets") || writtenKinds.has("secrets") ? "Secrets" : [],
    writtenKinds.has("pods/exec") ? "exec" : [],
  ].flat();
  const counts = [
    readKinds.size > 0
      ? readKinds.has("*")
        ? "reads everything"
        : `reads ${plural(readKinds.size, "kind")}`
      : [],
    writtenKinds.size > 0
      ? writtenKinds.has("*")
        ? "writes everything"
        : `writes ${writtenKinds.size}`
      : [],
  ].flat();
  return [...urlVerbs, ...counts, ...details].join(", ") || "nothing";
}
