import { nsa, requirement } from "../../../controls/ids.ts";
import { type ExemptNamespace, tenantNamespaces } from "../../contract/exempt-namespaces.ts";
import type { AdmissionPolicy } from "../cel/admission-policy.ts";
import { coreRule } from "../cel/resource-rules.ts";

/**
 * A user who binds a pod to a node bypasses taints, and so node classes. The kubelet checks a bound pod's node
 * selector, but no NoSchedule taints (`pkg/kubelet/lifecycle/predicate.go`).
 *
 * A scheduler binds pods of all namespaces, so it has the right cluster-wide. The policy checks this right, so that it
 * doesn't depend on EKS's name for the scheduler. A user with the right in only one namespace isn't a scheduler.
 */
export function podBindingsPolicy(exempt: readonly ExemptNamespace[]): AdmissionPolicy {
  return {
    name: "casemate-pod-bindings",
    summary: "Binding a tenant's pods to nodes, except by a scheduler.",
    controls: [...requirement("A7", "E2"), ...nsa("NSA-POD-18")],
    spec: {
      failurePolicy: "Fail",
      matchConstraints: {
        namespaceSelector: tenantNamespaces(exempt),
        resourceRules: [coreRule(["CREATE"], ["bindings", "pods/binding"])],
      },
      validations: [
        {
          expression:
            "authorizer.group('').resource('pods').subresource('binding').check('create').allowed()",
          message: "Only the cluster's scheduler binds pods to nodes. Use a nodeSelector.",
          reason: "Forbidden",
        },
      ],
    },
  };
}
