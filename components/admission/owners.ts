import { celList, isPlatform } from "./cel.ts";
import { type ExemptNamespace, tenantNamespaces } from "./exempt-namespaces.ts";
import type { AdmissionPolicy } from "./policy.ts";

/** The kinds that the platform makes in and of a tenant's namespace. */
const kinds = [
  "LimitRange",
  "Namespace",
  "NetworkPolicy",
  "ResourceQuota",
  "Role",
  "RoleBinding",
  "ServiceAccount",
];
const blocks = (object: "object" | "oldObject") =>
  `${object}.?metadata.?ownerReferences.orValue([]).filter(owner, owner.kind in ${celList(kinds)} && owner.?blockOwnerDeletion.orValue(false))`;

/**
 * What is deleted in the foreground, as Pulumi does it, waits for its dependents that block it. A tenant's object with
 * a finalizer of its own, and the platform's as its owner, would hold off the end of a right, or of a flow, for as long
 * as the tenant likes.
 *
 * EKS's controller owns what it makes of NetworkPolicies by these.
 *
 * Source: kubernetes.io, "Garbage collection", foreground cascading deletion.
 */
export function ownersPolicy(exempt: readonly ExemptNamespace[]): AdmissionPolicy {
  return {
    name: "casemate-owners",
    summary: "Objects that would hold off the deletion of the platform's.",
    controls: ["A2", "E2", "NSA-AUTH-04", "T1098.006"],
    spec: {
      failurePolicy: "Fail",
      matchConstraints: {
        namespaceSelector: tenantNamespaces(exempt),
        resourceRules: [
          { apiGroups: ["*"], apiVersions: ["*"], operations: ["CREATE", "UPDATE"], resources: ["*"] },
        ],
      },
      matchConditions: [
        { name: "blocks", expression: `object != null && ${blocks("object")}.size() > 0` },
        {
          name: "new-or-changed",
          expression: `oldObject == null || ${blocks("object")} != ${blocks("oldObject")}`,
        },
      ],
      validations: [
        {
          expression: `request.userInfo.username == 'eks:network-policy-controller' || ${isPlatform}`,
          message: "Leave blockOwnerDeletion out of references to what the platform owns.",
          messageExpression: `'Leave blockOwnerDeletion out of references to what the platform owns: ' + ${blocks("object")}.map(owner, owner.kind + ' ' + owner.name).join(', ') + '.'`,
          reason: "Forbidden",
        },
      ],
    },
  };
}
