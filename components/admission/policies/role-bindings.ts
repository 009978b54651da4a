import { cis, mitre, nsa, owasp, requirement } from "../../../controls/ids.ts";
import { namespaceAnnotations } from "../../contract/classes.ts";
import { type ExemptNamespace, tenantNamespaces } from "../../contract/exempt-namespaces.ts";
import { personas, routesRoleName, tenantRoleName } from "../../contract/persona-rights.ts";
import { isPlatform } from "../cel/actors.ts";
import type { AdmissionPolicy } from "../cel/admission-policy.ts";
import { bounded, excessVariable, sizeBound, withinBounds } from "../cel/bounds.ts";
import { anyOf, celList, celString } from "../cel/cel.ts";
import { linesOf } from "../cel/namespace-fields.ts";

const subjects = "object.?subjects.orValue([])";
const bounds = [sizeBound("subjects", subjects, 500)];
/** CEL for the subject's title, for example `ServiceAccount shop/deployer`. */
const titleOfSubject =
  "subject.kind + ' ' + (has(subject.namespace) ? subject.namespace + '/' : '') + subject.name";
/**
 * CEL for groups that aren't the tenant's, service accounts of other namespaces, and all users. The platform may bind the
 * machines of the tenant's `access` as well.
 */
const isStranger = [
  `(${titleOfSubject}) in variables.machines ? false`,
  " : subject.kind == 'Group'",
  " ? !(subject.name in variables.groups) || subject.name.startsWith('system:')",
  " : subject.kind == 'ServiceAccount' ? subject.?namespace.orValue('') != request.namespace : true",
].join("");

/**
 * The tenant's `access` decides who has rights in its namespace. RoleBindings may name only its groups and the
 * service accounts of the namespace, and only the ClusterRoles for tenants. A manual binding, or one of a compromised
 * controller, then can't give the namespace to others.
 *
 * Only the platform may bind machines from outside the namespace, such as IAM roles and Argo CD's account. The tenant's
 * `access` must name them.
 *
 * This also applies to the platform. It has its rights cluster-wide and needs no RoleBinding here. Rights for others
 * belong in the tenant's declaration, which is reviewed. Controllers of Kubernetes and EKS don't create RoleBindings in
 * tenants' namespaces.
 *
 * Namespaces without a class belong to the platform's own software, such as cert-manager and Karpenter, which creates
 * RoleBindings when it is installed. Only RBAC limits these RoleBindings, and ClusterRoleBindings.
 */
export function roleBindingsPolicy(exempt: readonly ExemptNamespace[]): AdmissionPolicy {
  const clusterRoles = [...personas.map(tenantRoleName), routesRoleName];
  return {
    name: "casemate-role-bindings",
    summary:
      "RoleBindings in a tenant's namespace to groups, accounts or roles that the tenant doesn't declare.",
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
          // Otherwise the garbage collector couldn't remove its finalizer if the tenant no longer declares a group.
          name: "new-or-changed",
          expression: anyOf(
            "request.operation == 'CREATE'",
            "object.?subjects != oldObject.?subjects",
            "object.roleRef != oldObject.roleRef",
          ),
        },
      ],
      variables: [
        excessVariable(bounds),
        { name: "groups", expression: linesOf(namespaceAnnotations.groups) },
        {
          // A pipeline of the tenant must not bind a controller of the platform to more than the platform did.
          name: "machines",
          expression: `${isPlatform} ? ${linesOf(namespaceAnnotations.machines)} : []`,
        },
        {
          name: "strangers",
          expression: bounded(`${subjects}.filter(subject, ${isStranger})`, "[]"),
        },
      ],
      validations: [
        withinBounds,
        {
          expression: "variables.strangers.size() == 0",
          message:
            "Bind groups of the tenant's access, or service accounts of this namespace. The platform binds its machines.",
          messageExpression: [
            "'Not of the tenant of namespace '",
            "request.namespace",
            "': '",
            `variables.strangers.map(subject, ${titleOfSubject}).join(', ')`,
            celString(
              ". Name groups in the tenant's access, or service accounts of this namespace. Machines are access.deployers, which the platform binds.",
            ),
          ].join(" + "),
          reason: "Forbidden",
        },
        {
          // Only the declaration shows which groups are the developers' and which are the operators'.
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
