import { mitre, nsa, requirement } from "../../../controls/ids.ts";
import { type ExemptNamespace, tenantNamespaces } from "../../contract/exempt-namespaces.ts";
import { controllerManager, isPlatform, isUser, networkPolicyController } from "../cel/actors.ts";
import type { AdmissionPolicy } from "../cel/admission-policy.ts";
import { allOf, anyOf, celList, celString } from "../cel/cel.ts";

/** The kinds that the platform makes in and of a tenant's namespace, and those by which it shares the API server. */
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
/** EKS's owns what it makes of NetworkPolicies; the other is every controller, where they have no accounts of their own. */
const controllers = [networkPolicyController, controllerManager];

const blocking = (object: "object" | "oldObject") =>
  `${object}.?metadata.?ownerReferences.orValue([]).filter(owner, owner.?blockOwnerDeletion.orValue(false))`;
const added = `${blocking("object")}.filter(owner, oldObject == null || !(owner in ${blocking("oldObject")}))`;

const claimTemplates = (object: "object" | "oldObject") =>
  `(${object} == null ? optional.none() : dyn(${object}).?spec.?volumeClaimTemplates)`;
/** The StatefulSet controller makes claims with all that the templates' metadata says. */
const ownedTemplates = allOf(
  "request.resource.group == 'apps'",
  "request.resource.resource == 'statefulsets'",
  `${claimTemplates("object")} != ${claimTemplates("oldObject")}`,
  `${claimTemplates("object")}.orValue([]).exists(claim, claim.?metadata.?ownerReferences.orValue([]).size() > 0)`,
);
/** Controllers act by service accounts, and name kinds that aren't the platform's. */
const ofAController = allOf(
  "'system:serviceaccounts' in request.userInfo.groups",
  `!${added}.exists(owner, owner.kind in ${celList(kinds)})`,
);

/**
 * What is deleted in the foreground, as Pulumi does it, waits for its dependents that block it. A tenant's object with
 * a finalizer of its own, and the platform's as its owner, would hold off the end of a right, or of a flow, for as long
 * as the tenant likes.
 *
 * The garbage collector goes by the owner's UID alone (`pkg/controller/garbagecollector/graph.go`, `blockingDependents`),
 * so the kind in a reference says nothing of who writes it. People, who have no need of it, block nothing at all.
 * Controllers do, by service accounts: these name kinds that aren't the platform's. One of them writes what people say:
 * a StatefulSet's templates of claims.
 *
 * References can be written through a status as well. What belongs to no namespace is left alone: tenants have no rights
 * on it, and not all of EKS's controllers that do are service accounts.
 *
 * Source: kubernetes.io, "Garbage collection", foreground cascading deletion.
 */
export function ownersPolicy(exempt: readonly ExemptNamespace[]): AdmissionPolicy {
  return {
    name: "casemate-owners",
    summary: "Objects that would hold off the deletion of others, the platform's above all.",
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
          name: "blocks-anew",
          expression: `object != null && (${added}.size() > 0 || (${ownedTemplates}))`,
        },
      ],
      validations: [
        {
          expression: `!(${ownedTemplates}) || ${isPlatform}`,
          message:
            "Leave ownerReferences out of volumeClaimTemplates. A StatefulSet's persistentVolumeClaimRetentionPolicy has its claims deleted with it.",
          reason: "Forbidden",
        },
        {
          expression: anyOf(`${added}.size() == 0`, isUser(...controllers), `(${ofAController})`, isPlatform),
          message:
            "Leave blockOwnerDeletion out of ownerReferences. Controllers, by service accounts, may set it for what isn't the platform's.",
          messageExpression: [
            "'Leave blockOwnerDeletion out of references to '",
            `${added}.map(owner, owner.kind + ' ' + owner.name).join(', ')`,
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
