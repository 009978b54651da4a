import { mitre, nsa, requirement } from "../../../controls/ids.ts";
import { namespaceAnnotations } from "../../contract/classes.ts";
import { type ExemptNamespace, tenantNamespaces } from "../../contract/exempt-namespaces.ts";
import { workloadLabel } from "../../contract/flow.ts";
import type { AdmissionPolicy } from "../cel/admission-policy.ts";
import { anyOf } from "../cel/cel.ts";
import { linesOf } from "../cel/namespace-fields.ts";
import { podSpecOf, podTemplateOf } from "../cel/pod-spec.ts";
import { podRules, templateRules } from "../cel/resource-rules.ts";

const labelOf = (object: "object" | "oldObject") =>
  `${podTemplateOf(object)}.?metadata.?labels[?'${workloadLabel}'].orValue('')`;
const field = (name: string) => `${podSpecOf("object")}.?${name}.orValue('')`;

/**
 * Only a workload's own pods may have the label by which NetworkPolicies know it. Otherwise a user of one service
 * account could give its pods another workload's label, and with it all flows of that workload.
 *
 * The label may have any value that is not the name of a workload, so ordinary charts keep theirs. Labels of running
 * pods are checked too, because they can change.
 */
export function workloadLabelsPolicy(exempt: readonly ExemptNamespace[]): AdmissionPolicy {
  return {
    name: "casemate-workload-labels",
    summary: "Pods with the label of a workload whose service account they don't run as.",
    controls: [...requirement("D2", "B7"), ...nsa("NSA-NET-03"), ...mitre("T1562.001")],
    spec: {
      failurePolicy: "Fail",
      matchConstraints: {
        namespaceSelector: tenantNamespaces(exempt),
        resourceRules: [...podRules, ...templateRules],
      },
      matchConditions: [
        {
          name: "label-changed",
          expression: anyOf(
            `oldObject == null`,
            `${labelOf("object")} != ${labelOf("oldObject")}`,
            `${podSpecOf("object")}.?serviceAccountName != ${podSpecOf("oldObject")}.?serviceAccountName`,
          ),
        },
      ],
      variables: [
        { name: "label", expression: `string(${labelOf("object")})` },
        {
          name: "account",
          expression: `string(${field("serviceAccountName")} != '' ? ${field("serviceAccountName")} : ${field("serviceAccount")})`,
        },
      ],
      validations: [
        {
          expression: anyOf(
            `(variables.label + ' ' + variables.account) in ${linesOf(namespaceAnnotations.workloads)}`,
            `!${linesOf(namespaceAnnotations.workloads)}.exists(line, line.startsWith(variables.label + ' '))`,
          ),
          message: `Set the label ${workloadLabel} to the workload whose service account the pods run as.`,
          messageExpression: `'The label ${workloadLabel}: ' + variables.label + ' is for pods of that workload, and these run as ' + variables.account + '. Its flows belong to that workload.'`,
          reason: "Forbidden",
        },
      ],
    },
  };
}
