import { mitre, nsa, requirement } from "../../../controls/ids.ts";
import { type ExemptNamespace, tenantNamespaces } from "../../contract/exempt-namespaces.ts";
import type { AdmissionPolicy } from "../cel/admission-policy.ts";
import { type Bound, excessVariable, metadataBounds, sizeBound, withinBounds } from "../cel/bounds.ts";
import { coreRule } from "../cel/resource-rules.ts";

/** `dyn`, because only some of the kinds have the field. */
const list = (path: string) => `dyn(object).?${path.replaceAll(".", ".?")}.orValue([])`;
const bounds: readonly Bound[] = [
  ...metadataBounds,
  // A controller asks for each metric every 15 seconds.
  sizeBound("spec.metrics", list("spec.metrics"), 30),
  sizeBound("spec.behavior.scaleUp.policies", list("spec.behavior.scaleUp.policies"), 20),
  sizeBound("spec.behavior.scaleDown.policies", list("spec.behavior.scaleDown.policies"), 20),
  // The kubelet writes a file for each key.
  sizeBound("data", list("data"), 1000),
  sizeBound("binaryData", list("binaryData"), 1000),
];

/**
 * Bounds for kinds that no other policy reads. A quota counts these objects, and not what is in them.
 *
 * Not here are kinds with bounds in Kubernetes itself, such as EndpointSlices and the rules of Jobs, and kinds that only
 * the platform writes.
 */
export function sizesPolicy(exempt: readonly ExemptNamespace[]): AdmissionPolicy {
  const operations = ["CREATE", "UPDATE"] as const;
  return {
    name: "casemate-sizes",
    summary: "Autoscalers, ConfigMaps, Secrets, budgets, claims and Leases with very many entries.",
    controls: [...requirement("B5", "D4"), ...nsa("NSA-NET-05"), ...mitre("T1499")],
    spec: {
      failurePolicy: "Fail",
      matchConstraints: {
        namespaceSelector: tenantNamespaces(exempt),
        resourceRules: [
          coreRule(operations, ["configmaps", "persistentvolumeclaims", "secrets", "serviceaccounts"]),
          {
            apiGroups: ["autoscaling"],
            apiVersions: ["*"],
            operations,
            resources: ["horizontalpodautoscalers"],
          },
          { apiGroups: ["policy"], apiVersions: ["v1"], operations, resources: ["poddisruptionbudgets"] },
          { apiGroups: ["coordination.k8s.io"], apiVersions: ["v1"], operations, resources: ["leases"] },
        ],
      },
      variables: [excessVariable(bounds)],
      validations: [withinBounds],
    },
  };
}
