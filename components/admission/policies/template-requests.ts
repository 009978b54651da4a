import { nsa, requirement } from "../../../controls/ids.ts";
import { namespaceAnnotations } from "../../contract/classes.ts";
import { type ExemptNamespace, tenantNamespaces } from "../../contract/exempt-namespaces.ts";
import type { AdmissionPolicy } from "../cel/admission-policy.ts";
import { withinBounds } from "../cel/bounds.ts";
import { celList } from "../cel/cel.ts";
import { linesOf } from "../cel/namespace-fields.ts";
import { containers, podSpecs, specChanged } from "../cel/pod-spec.ts";
import { templateRules } from "../cel/resource-rules.ts";

const kinds = celList(["cpu", "memory", "ephemeral-storage"]);
const request = "c.?resources.?requests[?kind].orValue('')";
const limit = "c.?resources.?limits[?kind].orValue('')";
/** The namespace's default limit of the resource `kind`, in a list with at most one entry. */
const defaultLimit = "variables.defaultLimits.filter(line, line.startsWith(kind + ' '))";
const isAbove = `${defaultLimit}.exists(line, quantity(string(${request})).isGreaterThan(quantity(line.substring(line.indexOf(' ') + 1))))`;
const tooHigh = `${kinds}.filter(kind, ${request} != '' && ${limit} == '' && ${isAbove})`;

/**
 * A template whose container requests more than the namespace's default limit, and sets no limit. The LimitRange would
 * add that limit to each pod, and the API server would then refuse the pod. Users would see a Deployment without pods.
 *
 * Source: kubernetes.io, "Limit Ranges", "What if you specify a Container's request, but not its limit?".
 */
export function templateRequestsPolicy(exempt: readonly ExemptNamespace[]): AdmissionPolicy {
  return {
    name: "casemate-template-requests",
    summary: "Pod templates that request more than the default limit, without their own limit.",
    controls: [...requirement("B5", "D4"), ...nsa("NSA-POD-21", "NSA-NET-06")],
    spec: {
      failurePolicy: "Fail",
      matchConstraints: {
        namespaceSelector: tenantNamespaces(exempt),
        resourceRules: templateRules,
      },
      matchConditions: [specChanged],
      variables: [
        ...podSpecs,
        containers,
        { name: "defaultLimits", expression: linesOf(namespaceAnnotations.defaultLimits) },
        { name: "above", expression: `variables.containers.filter(c, ${tooHigh}.size() > 0)` },
      ],
      validations: [
        withinBounds,
        {
          expression: "variables.above.size() == 0",
          message:
            "Set limits next to requests that are above the namespace's default limits, or no pod could start.",
          messageExpression: [
            "'Container ' + variables.above[0].name + ' requests more than the default limit. Set resources.limits for '",
            `variables.above.map(c, ${tooHigh}.join(', '))[0]`,
            "' too. The default limits of namespace ' + request.namespace + ': ' + variables.defaultLimits.join(', ') + '.'",
          ].join(" + "),
          reason: "Forbidden",
        },
      ],
    },
  };
}
