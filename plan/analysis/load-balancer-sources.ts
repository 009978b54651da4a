import type { Connection } from "../document.ts";
import { objectAt, stringAt } from "../json.ts";
import type { KubernetesObject } from "./kubernetes-objects.ts";

/** The annotation of a Namespace with the ranges of the load balancers that it lets in, each after its visibility. */
const rangesAnnotation = "casemate.dev/load-balancers";

/** What the connections of a load balancer's subnets have as their source. */
const names: Readonly<Record<string, string>> = {
  public: "outside (public load balancers)",
  internal: "connected networks (internal load balancers)",
};

/**
 * The connections, with the load balancers in place of their subnets' ranges. A namespace names the ranges that it lets
 * in, so the plan of a stack without the network knows them too.
 */
export function nameLoadBalancers(
  rows: readonly Connection[],
  objects: readonly KubernetesObject[],
): Connection[] {
  const sources = new Map(objects.flatMap(sourcesOf));
  if (sources.size === 0) {
    return [...rows];
  }
  const named = rows.map((row) => {
    const namespace = row.to.split("/")[0] ?? "";
    return { ...row, from: sources.get(`${namespace} ${row.from}`) ?? row.from };
  });
  // The subnets of all zones are one source.
  return [...new Map(named.map((row) => [JSON.stringify(row), row])).values()].sort(
    (a, b) => compare(a.from, b.from) || compare(a.to, b.to),
  );
}

/** Pairs of `<namespace> <range>` and the source's name. */
function sourcesOf({ kind, name: namespace, content }: KubernetesObject): [string, string][] {
  const annotations = objectAt(objectAt(content["metadata"])["annotations"]);
  const text = stringAt(annotations[rangesAnnotation]);
  return kind !== "Namespace" || text === undefined
    ? []
    : text.split("\n").flatMap((line): [string, string][] => {
        const [visibility = "", cidr = ""] = line.split(" ");
        const name = names[visibility];
        return name === undefined ? [] : [[`${namespace} ${cidr}`, name]];
      });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
