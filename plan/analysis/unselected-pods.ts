import type { UnselectedPods } from "../document.ts";
import type { KubernetesObject } from "./kubernetes-objects.ts";
import { selects } from "./label-selectors.ts";
import { readPolicies } from "./network-policy-objects.ts";
import type { PlannedCluster } from "./planned-clusters.ts";
import { podsOf } from "./planned-pods.ts";

/**
 * The pods that no NetworkPolicy selects. Kubernetes leaves them open. In strict mode, the VPC CNI refuses all their
 * traffic, unless they are on the host network (EKS user guide, "Limit pod traffic with Kubernetes network policies").
 */
export function unselectedPods(
  objects: readonly KubernetesObject[],
  { isStrict, exemptNamespaces }: PlannedCluster,
): UnselectedPods[] {
  const policies = readPolicies(objects);
  const byNamespace = Map.groupBy(policies, ({ namespace }) => namespace);
  const pods = podsOf(objects, policies);
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
