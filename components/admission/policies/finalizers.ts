import { mitre, nsa, requirement } from "../../../controls/ids.ts";
import { type ExemptNamespace, tenantNamespaces } from "../../contract/exempt-namespaces.ts";
import { isPlatform, kubeSystemAccount } from "../cel/actors.ts";
import type { AdmissionPolicy } from "../cel/admission-policy.ts";
import { bounded, excessVariable, sizeBound, withinBounds } from "../cel/bounds.ts";
import { anyOf, celList } from "../cel/cel.ts";
import { podTemplateOf } from "../cel/pod-spec.ts";
import { coreRule } from "../cel/resource-rules.ts";

const finalizersOf = (object: "object" | "oldObject") =>
  `(${object} == null ? [] : ${object}.?metadata.?finalizers.orValue([]))`;
const fieldOf = (object: "object" | "oldObject", path: string) =>
  `(${object} == null ? optional.none() : dyn(${object}).?spec.?${path})`;
/** Those of the pods of any kind, and of the Jobs of a CronJob. */
const ofTemplate = (object: "object" | "oldObject") =>
  `(${podTemplateOf(object)}.?metadata.?finalizers.orValue([]) + ${fieldOf(object, "jobTemplate")}.?metadata.?finalizers.orValue([]))`;
/** The claims that a StatefulSet's controller creates have the metadata of these templates. */
const claims = `${fieldOf("object", "volumeClaimTemplates")}.orValue([])`;
const claimsChanged = `${fieldOf("object", "volumeClaimTemplates")} != ${fieldOf("oldObject", "volumeClaimTemplates")}`;
const bounds = [
  sizeBound("spec.volumeClaimTemplates", claims, 50),
  sizeBound("metadata.finalizers", finalizersOf("object"), 50),
  sizeBound("metadata.finalizers of the pods", ofTemplate("object"), 50),
];

/** Kubernetes' own: the garbage collector and the controllers of Jobs and claims remove them again. */
const own = celList([
  "batch.kubernetes.io/job-tracking",
  "foregroundDeletion",
  "kubernetes.io/pvc-protection",
  "orphan",
]);
/** Controllers add finalizers, and remove them. On EKS, AWS's have their own user names. */
const byController = anyOf(
  "'system:serviceaccounts' in request.userInfo.groups",
  "request.userInfo.username.startsWith('eks:')",
  "request.userInfo.username.startsWith('system:kube-')",
  `request.userInfo.username.startsWith('${kubeSystemAccount("")}')`,
);

/**
 * Users may not add finalizers. An object with one that no controller removes never goes, nor does its namespace. In a
 * template, the pods of a Deployment get it, and then hold up the drain of their nodes.
 *
 * Custom resources aren't checked. Some tools expect users to write a finalizer there, such as Argo CD.
 */
export function finalizersPolicy(exempt: readonly ExemptNamespace[]): AdmissionPolicy {
  return {
    name: "casemate-finalizers",
    summary: "Finalizers that users add, and that no controller removes.",
    controls: [...requirement("A8", "D4"), ...nsa("NSA-NET-01"), ...mitre("T1499")],
    spec: {
      failurePolicy: "Fail",
      matchConstraints: {
        namespaceSelector: tenantNamespaces(exempt),
        resourceRules: [
          { ...coreRule(["CREATE", "UPDATE"], ["*"]), scope: "Namespaced" },
          ...["apps", "autoscaling", "batch", "networking.k8s.io", "policy"].map((group) => ({
            apiGroups: [group],
            apiVersions: ["*"],
            operations: ["CREATE", "UPDATE"] as const,
            resources: ["*"],
            scope: "Namespaced" as const,
          })),
        ],
        excludeResourceRules: [coreRule(["CREATE", "UPDATE"], ["events"])],
      },
      matchConditions: [
        {
          name: "finalizers-changed",
          expression: anyOf(
            `${finalizersOf("object")} != ${finalizersOf("oldObject")}`,
            `${ofTemplate("object")} != ${ofTemplate("oldObject")}`,
            claimsChanged,
          ),
        },
        { name: "not-by-controller", expression: `!(${byController})` },
      ],
      variables: [
        excessVariable(bounds),
        {
          name: "added",
          expression: bounded(
            `(${finalizersOf("object")} + ${ofTemplate("object")}).filter(name, !(name in ${own} || name in ${finalizersOf("oldObject")} || name in ${ofTemplate("oldObject")}))`,
            "[]",
          ),
        },
        {
          name: "claimed",
          expression: bounded(
            `(${claimsChanged} && ${claims}.exists(claim, claim.?metadata.?finalizers.orValue([]).size() > 0))`,
            "false",
          ),
        },
      ],
      validations: [
        withinBounds,
        {
          expression: `!variables.claimed || ${isPlatform}`,
          message:
            "Leave finalizers out of volumeClaimTemplates: no controller removes them from the claims.",
          reason: "Forbidden",
        },
        {
          expression: `variables.added.size() == 0 || ${isPlatform}`,
          message: "Leave finalizers out: only controllers, by their service accounts, add and remove them.",
          messageExpression:
            "'Leave finalizers out: ' + variables.added.join(', ') + '. Only controllers, by their service accounts, add and remove them.'",
          reason: "Forbidden",
        },
      ],
    },
  };
}
