import type { UnselectedPods } from "../document.ts";
import type { PlannedPolicies } from "./connectivity.ts";
import { selects } from "./label-selectors.ts";
import type { PlannedCluster } from "./planned-clusters.ts";

/**
 * The pods that no NetworkPolicy selects. Kubernetes leaves them open. In strict mode, the VPC CNI refuses all their
 * traffic, unless they are on the host network (EKS user guide, "Limit pod traffic with Kubernetes network policies").
 */
export function unselectedPods(
  { policies, pods }: PlannedPolicies,
  { isStrict, exemptNamespaces }: PlannedCluster,
): UnselectedPods[] {
  const byNamespace = Map.groupBy(policies, ({ namespace }) => namespace);
  const planned = pods.all.filter(({ isPlanned }) => isPlanned);
  const unselected = planned.filter(
    ({ namespace, labels }) =>
      !(byNamespace.get(namespace) ?? []).some(({ podSelector }) => selects(podSelector, labels)),
  );
  const effect = isStrict ? "closed" : "open";
  const rows = [...Map.groupBy(unselected, ({ namespace }) => namespace)].flatMap(([namespace, own]) =>
    own.length === pods.of(namespace).length
      ? [{ pods: namespace, effect } as const]
      : own.map(({ name }) => ({ pods: name, effect }) as const),
  );
  const seen = new Set([...planned.map(({ namespace }) => namespace), ...byNamespace.keys()]);
  const elsewhere = exemptNamespaces
    .filter((name) => isStrict && !seen.has(name))
    .map((name) => ({ pods: name, effect: "not judged" }) as const);
  return [...rows, ...elsewhere].sort((a, b) => (a.pods < b.pods ? -1 : 1));
}
