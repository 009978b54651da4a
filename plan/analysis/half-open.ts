import { closestName } from "../closest-name.ts";
import type { Connection, HalfOpen } from "../document.ts";
import type { KubernetesObject } from "./kubernetes-objects.ts";
import type { PlannedCluster } from "./planned-clusters.ts";

/** Namespaces that every cluster has. */
const systemNamespaces: ReadonlySet<string> = new Set([
  "default",
  "kube-system",
  "kube-public",
  "kube-node-lease",
]);

/** The connections of which one end is in a namespace that the plan doesn't create. */
export function halfOpenFlows(
  rows: readonly Connection[],
  objects: readonly KubernetesObject[],
  { exemptNamespaces }: PlannedCluster,
): HalfOpen[] {
  const planned = new Set(
    objects
      .filter(({ kind, apiVersion, isPatch }) => kind === "Namespace" && apiVersion === "v1" && !isPatch)
      .map(({ name }) => name),
  );
  const candidates = [...planned, ...exemptNamespaces];
  const isMissing = (name: string | undefined) =>
    name !== undefined && !planned.has(name) && !systemNamespaces.has(name);
  return rows.flatMap(({ from, to, protocol, port }) => {
    const missing = [namespaceOf(to), namespaceOf(from)].find(isMissing);
    if (missing === undefined) {
      return [];
    }
    const similar = candidates.includes(missing) ? undefined : closestName(missing, candidates);
    return [
      {
        ...{ from, to, protocol, port, missing },
        ...(similar !== undefined && { didYouMean: similar }),
        ...(exemptNamespaces.includes(missing) && { isExempt: true as const }),
      },
    ];
  });
}

/** The namespace of `checkout/frontend`; undefined for addresses, `any pod` and `anyone`. */
export function namespaceOf(end: string): string | undefined {
  const [name = ""] = end.split("/");
  return end !== "anyone" && /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(name) ? name : undefined;
}
