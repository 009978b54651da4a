import { mitre, nsa, requirement } from "../../../controls/ids.ts";
import { type ExemptNamespace, tenantNamespaces } from "../../contract/exempt-namespaces.ts";
import { controllerManager, isPlatform, isUser, networkPolicyController } from "../cel/actors.ts";
import type { AdmissionPolicy } from "../cel/admission-policy.ts";
import { bounded, excessVariable, sizeBound, withinBounds } from "../cel/bounds.ts";
import { allOf, anyOf, celList, celString } from "../cel/cel.ts";

/** The kinds that the platform creates for a tenant: the Namespace, objects in it, and those of API fairness. */
const kinds = [
  "FlowSchema",
  "LimitRange",
  "Namespace",
  "NetworkPolicy",
  "PriorityLevelConfiguration",
  "ResourceQuota",
  "Role",
  "RoleBinding",
  "ServiceAccount",
];
/** EKS's controller owns its PolicyEndpoints. The manager acts for controllers if these have no separate accounts. */
const controllers = [networkPolicyController, controllerManager];

const ownersOf = (object: "object" | "oldObject") =>
  `(${object} == null ? [] : ${object}.?metadata.?ownerReferences.orValue([]))`;
const claimTemplates = (object: "object" | "oldObject") =>
  `(${object} == null ? optional.none() : dyn(${object}).?spec.?volumeClaimTemplates)`;

/** The garbage collector must be able to take owners off an object that has more from before. */
const growing = [
  `${ownersOf("object")}.size() < ${ownersOf("oldObject")}.size() ? 0`,
  `${ownersOf("object")}.size()`,
].join(" : ");
const bounds = [
  { field: "metadata.ownerReferences", size: `(${growing})`, most: 100 },
  sizeBound("spec.volumeClaimTemplates", `${claimTemplates("object")}.orValue([])`, 50),
];

const blocking = (object: "object" | "oldObject") =>
  `${ownersOf(object)}.filter(owner, owner.?blockOwnerDeletion.orValue(false))`;

/** The StatefulSet controller copies the templates' metadata, including owners, to its claims. */
const newTemplates = allOf(
  "request.resource.group == 'apps'",
  "request.resource.resource == 'statefulsets'",
  `${claimTemplates("object")} != ${claimTemplates("oldObject")}`,
);
const hasOwners = "claim.?metadata.?ownerReferences.orValue([]).size() > 0";
/** Controllers use service accounts, and name kinds that the platform doesn't create. */
const ofAController = allOf(
  "'system:serviceaccounts' in request.userInfo.groups",
  `!variables.added.exists(owner, owner.kind in ${celList(kinds)})`,
);

/**
 * Foreground deletion, Pulumi's default, waits for dependents that block it. A tenant could create an object with a
 * finalizer whose owner is the platform's RoleBinding or NetworkPolicy. This object would delay the end of a right or
 * of a flow for as long as the tenant wants.
 *
 * The garbage collector uses only the owner's UID (`pkg/controller/garbagecollector/graph.go`, `blockingDependents`),
 * so the kind in a reference can be wrong. Users don't need blocking references, and may not add them. Controllers
 * need them: they use service accounts, and may name only kinds that the platform doesn't create. The StatefulSet
 * controller copies references from users' claim templates, so these must not contain any.
 *
 * Writes to a status can also add references. Cluster-scoped objects aren't checked: tenants have no rights on them,
 * and some of EKS's controllers for them aren't service accounts.
 *
 * Source: kubernetes.io, "Garbage collection", foreground cascading deletion.
 */
export function ownersPolicy(exempt: readonly ExemptNamespace[]): AdmissionPolicy {
  return {
    name: "casemate-owners",
    summary: "Objects that would delay the deletion of others, such as the platform's.",
    controls: [...requirement("A2", "E2"), ...nsa("NSA-AUTH-04"), ...mitre("T1098.006")],
    spec: {
      failurePolicy: "Fail",
      matchConstraints: {
        namespaceSelector: tenantNamespaces(exempt),
        resourceRules: [
          {
            apiGroups: ["*"],
            apiVersions: ["*"],
            operations: ["CREATE", "UPDATE"],
            resources: ["*", "*/status"],
            scope: "Namespaced",
          },
        ],
      },
      matchConditions: [
        {
          // Without a loop: this condition is evaluated for nearly every write.
          name: "owners-changed",
          expression: `object != null && (${ownersOf("object")} != ${ownersOf("oldObject")} || (${newTemplates}))`,
        },
      ],
      variables: [
        excessVariable(bounds),
        { name: "blocking", expression: bounded(blocking("object"), "[]") },
        { name: "blockingBefore", expression: bounded(blocking("oldObject"), "[]") },
        {
          name: "added",
          expression: "variables.blocking.filter(owner, !(owner in variables.blockingBefore))",
        },
        {
          name: "templates",
          expression: bounded(`(${newTemplates} ? ${claimTemplates("object")}.orValue([]) : [])`, "[]"),
        },
      ],
      validations: [
        withinBounds,
        {
          expression: `!variables.templates.exists(claim, ${hasOwners}) || ${isPlatform}`,
          message:
            "Leave ownerReferences out of volumeClaimTemplates. A StatefulSet's persistentVolumeClaimRetentionPolicy has its claims deleted with it.",
          reason: "Forbidden",
        },
        {
          expression: anyOf(
            "variables.added.size() == 0",
            isUser(...controllers),
            `(${ofAController})`,
            isPlatform,
          ),
          message:
            "Leave blockOwnerDeletion out of ownerReferences. Controllers, by service accounts, may set it for what isn't the platform's.",
          messageExpression: [
            "'Leave blockOwnerDeletion out of references to '",
            "variables.added.map(owner, owner.kind + ' ' + owner.name).join(', ')",
            celString(
              ": its deletion would wait. Controllers, by service accounts, may set it for what is not the platform's.",
            ),
          ].join(" + "),
          reason: "Forbidden",
        },
      ],
    },
  };
}
