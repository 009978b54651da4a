import { nsa, requirement } from "../../../controls/ids.ts";
import { type ExemptNamespace, tenantNamespaces } from "../../contract/exempt-namespaces.ts";
import type { AdmissionPolicy } from "../cel/admission-policy.ts";
import { coreRule } from "../cel/resource-rules.ts";

/**
 * Who binds a pod to a node puts it past taints, and past the node classes with them: the kubelet checks a bound
 * pod's node selector, and no NoSchedule taint (`pkg/kubelet/lifecycle/predicate.go`).
 *
 * A scheduler binds pods of all namespaces, so it has the right cluster-wide, whatever EKS calls it. Whoever has it in
 * a namespace only, by a role that is too wide, isn't one.
 */
export function podBindingsPolicy(exempt: readonly ExemptNamespace[]): AdmissionPolicy {
  return {
    name: "casemate-pod-bindings",
    summary: "Binding a tenant's pods to nodes by anybody but a scheduler.",
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
