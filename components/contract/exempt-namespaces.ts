import type { z } from "zod";
import { eachOnce } from "../shared/input/reporting.ts";
import { listOf, nonBlank, strictObject, textLike } from "../shared/input/schemas.ts";
import { classLabel } from "./classes.ts";
import { platformLabel } from "./platform-marks.ts";

/** A namespace whose objects no admission policy judges. */
export interface ExemptNamespace {
  /** The namespace's name, for example `istio-system`. */
  readonly name: string;
  /** Why a broken policy there would do more harm than what the policies prevent. */
  readonly reason: string;
}

/**
 * Kubernetes' and AWS's own namespaces. A wrong refusal in one of them can stop the cluster, and then nobody can fix
 * the policy. Only the platform has rights in them.
 */
export const systemNamespaces: readonly ExemptNamespace[] = [
  { name: "kube-system", reason: "DNS, the CNI and kube-proxy run here, on the host network and as root" },
  { name: "kube-node-lease", reason: "nodes whose heartbeats are refused are taken for dead" },
  { name: "kube-public", reason: "holds what Kubernetes publishes, and no workloads" },
  { name: "amazon-guardduty", reason: "GuardDuty's agent watches nodes from privileged pods" },
];

/** Selects all other namespaces, by the label that the API server itself sets on each. */
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

/** Selects the tenants' namespaces among these. Only the platform gives a namespace a class. */
export function tenantNamespaces(exempt: readonly ExemptNamespace[]) {
  const { matchExpressions } = judgedNamespaces(exempt);
  return { matchExpressions: [...matchExpressions, { key: classLabel, operator: "Exists" as const }] };
}

/** Selects the namespaces for platform software among these. A class makes a namespace a tenant's. */
export function platformNamespaces(exempt: readonly ExemptNamespace[]) {
  const { matchExpressions } = judgedNamespaces(exempt);
  return {
    matchExpressions: [
      ...matchExpressions,
      { key: platformLabel, operator: "Exists" as const },
      { key: classLabel, operator: "DoesNotExist" as const },
    ],
  };
}

const aNamespace = "a namespace, such as istio-system";

const exemptNamespace = strictObject({
  name: textLike(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, aNamespace).refine(
    (name) => !isSystem(name),
    "a namespace other than Kubernetes' and AWS's own, which are always exempt",
  ),
  reason: nonBlank("a sentence on why its pods can't comply"),
} satisfies Readonly<Record<keyof ExemptNamespace, z.ZodType>>);

/** The namespaces that a caller exempts. */
export const exemptNamespaces = listOf(exemptNamespace, "namespaces, such as { name, reason }").check(
  eachOnce({ key: ({ name }) => name, field: "name", allowed: "each namespace once" }),
);

function isSystem(name: string): boolean {
  return systemNamespaces.some((system) => system.name === name);
}
