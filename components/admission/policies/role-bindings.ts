import { cis, mitre, nsa, owasp, requirement } from "../../../controls/ids.ts";
import { namespaceAnnotations } from "../../contract/classes.ts";
import { type ExemptNamespace, tenantNamespaces } from "../../contract/exempt-namespaces.ts";
import { personas, tenantRoleName } from "../../contract/personas.ts";
import { isPlatform } from "../cel/actors.ts";
import type { AdmissionPolicy } from "../cel/admission-policy.ts";
import { anyOf, celList, celString } from "../cel/cel.ts";
import { linesOf } from "../cel/namespace-fields.ts";

/** Groups that aren't the tenant's, service accounts of other namespaces, and all users. */
const isStranger = [
  "subject.kind == 'Group'",
  " ? !(subject.name in variables.groups) || subject.name.startsWith('system:')",
  " : subject.kind == 'ServiceAccount' ? subject.?namespace.orValue('') != request.namespace : true",
].join("");
/** The subject, as `ServiceAccount shop/deployer`. */
const titleOfSubject =
  "subject.kind + ' ' + (has(subject.namespace) ? subject.namespace + '/' : '') + subject.name";

/**
 * Who has rights in a tenant's namespace stands in the tenant's `access`: its groups, the service accounts of the
 * namespace itself, and of cluster roles only those made for tenants. So that a binding by hand, or one that a
 * taken-over controller makes, can't hand the namespace to others.
 *
 * For everyone, the platform included: it has its rights cluster-wide and needs no binding here, and what it binds
 * for others belongs into the declaration, where it is reviewed. Nothing that Kubernetes or EKS run by themselves
 * makes bindings in such namespaces. Namespaces without a class belong to the platform's own software, which binds
 * itself when it is installed (cert-manager, Karpenter): those are left to RBAC, as are ClusterRoleBindings, which
 * no namespace has a say in.
 */
export function roleBindingsPolicy(exempt: readonly ExemptNamespace[]): AdmissionPolicy {
  const clusterRoles = personas.map(tenantRoleName);
  return {
    name: "casemate-role-bindings",
    summary: "RoleBindings in a tenant's namespace to anybody or anything that the tenant doesn't declare.",
    controls: [
      ...requirement("A2", "B7", "C1"),
      ...cis("4.1.1"),
      ...nsa("NSA-AUTH-03"),
      ...mitre("T1098.006"),
      ...owasp("K02:2025"),
    ],
    spec: {
      failurePolicy: "Fail",
      matchConstraints: {
        namespaceSelector: tenantNamespaces(exempt),
        resourceRules: [
          {
            apiGroups: ["rbac.authorization.k8s.io"],
            apiVersions: ["v1"],
            operations: ["CREATE", "UPDATE"],
            resources: ["rolebindings"],
          },
        ],
      },
      matchConditions: [
        {
          // Or a group that is taken back could keep the garbage collector from its finalizer.
          name: "new-or-changed",
          expression: anyOf(
            "request.operation == 'CREATE'",
            "object.?subjects != oldObject.?subjects",
            "object.roleRef != oldObject.roleRef",
          ),
        },
      ],
      variables: [
        { name: "groups", expression: linesOf(namespaceAnnotations.groups) },
        {
          name: "strangers",
          expression: `object.?subjects.orValue([]).filter(subject, ${isStranger})`,
        },
      ],
      validations: [
        {
          expression: "variables.strangers.size() == 0",
          message: "Bind groups of the tenant's access, or service accounts of this namespace.",
          messageExpression: [
            "'Not of the tenant of namespace '",
            "request.namespace",
            "': '",
            `variables.strangers.map(subject, ${titleOfSubject}).join(', ')`,
            celString(". Name groups in the tenant's access, or service accounts of this namespace."),
          ].join(" + "),
          reason: "Forbidden",
        },
        {
          // Whose group is the developers' and whose the operators', only the declaration tells.
          expression: `object.roleRef.kind == 'Role' || (object.roleRef.name in ${celList(clusterRoles)} && ${isPlatform})`,
          message: `Refer to a Role of the namespace; the platform binds ${clusterRoles.join(", ")}, by the tenant's access.`,
          messageExpression: [
            "'ClusterRole '",
            "object.roleRef.name",
            celString(
              ` is refused in tenants' namespaces. The platform binds ${clusterRoles.join(", ")}, by the tenant's access; use a Role of the namespace.`,
            ),
          ].join(" + "),
          reason: "Forbidden",
        },
      ],
    },
  };
}
