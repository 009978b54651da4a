import type { AccessRight, PlanDocument } from "../../plan/document.ts";
import { listed, plural, type Style, some, table } from "./style.ts";

/**
 * The rights of each subject, and their namespaces. Namespaces with the same rights of one subject share a line. The
 * strongest rights come first, so that a long list never hides an administrator.
 */
export function accessLines({ access }: PlanDocument, style: Style): string[] {
  const byPlace = Map.groupBy(access, ({ subject, namespace }) => JSON.stringify([subject, namespace]));
  const holders = [...byPlace.values()].flatMap((rights) => {
    const [first] = rights;
    return first
      ? [
          {
            subject: first.subject,
            namespace: first.namespace,
            what: describe(rights),
            strength: strengthOf(rights),
          },
        ]
      : [];
  });
  const groups = Map.groupBy(holders, ({ subject, what }) => JSON.stringify([subject, what]));
  const strongest = (group: typeof holders) => Math.max(...group.map(({ strength }) => strength));
  const rows = [...groups.values()]
    // Stable: subjects of equal strength keep their order.
    .sort((a, b) => strongest(b) - strongest(a))
    .map((group) => [
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
const impersonating = new Set(["impersonate", "*"]);

/**
 * Orders rights for a reader. First are those of the whole cluster, then everything, and roles that the plan doesn't
 * know. Then come writing everything, entering pods, Secrets and acting as others, writing and reading.
 */
function strengthOf(rights: readonly AccessRight[]): number {
  const has = (verbs: ReadonlySet<string>, wanted: (resource: string) => boolean) =>
    rights.some((right) => right.verbs.some((verb) => verbs.has(verb)) && right.resources.some(wanted));
  const isUnknown = rights.some(({ resources }) => resources.length === 0);
  const isSecret = (resource: string) => /^(\*|secrets)(\/|$)/.test(resource);
  const flags = [
    rights.some(({ namespace }) => namespace === "*"),
    rights.some(({ verbs, resources }) => verbs.includes("*") && resources.includes("*")),
    isUnknown,
    has(writing, (resource) => resource === "*"),
    has(writing, (resource) => resource === "pods/exec"),
    has(reading, isSecret) || has(writing, isSecret) || has(impersonating, () => true),
    has(writing, () => true),
    has(reading, () => true),
  ];
  return flags.reduce((sum, flag) => 2 * sum + Number(flag), 0);
}

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
  const accounts = rights
    .filter(({ verbs }) => verbs.includes("impersonate"))
    .flatMap(({ resources }) => resources.map((resource) => resource.split("/").at(-1) ?? resource));
  const details = [
    accounts.length > 0 ? `acts as ${listed(accounts, 3)}` : [],
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
