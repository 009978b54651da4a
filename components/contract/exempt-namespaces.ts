import type { z } from "zod";
import { eachOnce } from "../shared/input/reporting.ts";
import { listOf, nonBlank, strictObject, textLike } from "../shared/input/schemas.ts";
import { classLabel } from "./classes.ts";

/** A namespace whose objects no admission policy judges. */
export interface ExemptNamespace {
  /** As `istio-system`. */
  readonly name: string;
  /** Why a broken policy there would do more harm than what the policies prevent. */
  readonly reason: string;
}

/**
 * Kubernetes' and AWS's own: a policy that refuses there, rightly or by a mistake of ours, takes the cluster
 * down, and with it the means to mend the policy. Nobody but the platform has rights in them.
 */
export const systemNamespaces: readonly ExemptNamespace[] = [
  { name: "kube-system", reason: "DNS, the CNI and kube-proxy run here, on the host network and as root" },
  { name: "kube-node-lease", reason: "nodes whose heartbeats are refused are taken for dead" },
  { name: "kube-public", reason: "holds what Kubernetes publishes, and no workloads" },
  { name: "amazon-guardduty", reason: "GuardDuty's agent watches nodes from privileged pods" },
];

/** The selector of every other namespace, by the label that the API server itself puts on each. */
export function judgedNamespaces(exempt: readonly ExemptNamespace[]) {
  return {
    matchExpressions: [
      {
        key: "kubernetes.io/metadata.name",
        operator: "NotIn" as const,
        values: exempt.map(({ name }) => name),
      },
    ],
  };
}

/** The selector of tenants' namespaces among these: only the platform gives a namespace a class. */
export function tenantNamespaces(exempt: readonly ExemptNamespace[]) {
  const { matchExpressions } = judgedNamespaces(exempt);
  return { matchExpressions: [...matchExpressions, { key: classLabel, operator: "Exists" as const }] };
}

const aNamespace = "a namespace, as istio-system";

const exemptNamespace = strictObject({
  name: textLike(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, aNamespace).refine(
    (name) => !isSystem(name),
    "a namespace that isn't left out anyway, as Kubernetes' and AWS's own are",
  ),
  reason: nonBlank("a sentence on why its pods can't comply"),
} satisfies Readonly<Record<keyof ExemptNamespace, z.ZodType>>);

/** The namespaces that a caller leaves out. */
export const exemptNamespaces = listOf(exemptNamespace, "namespaces, as { name, reason }").check(
  eachOnce({ key: ({ name }) => name, field: "name", allowed: "each namespace once" }),
);

function isSystem(name: string): boolean {
  return systemNamespaces.some((system) => system.name === name);
}
