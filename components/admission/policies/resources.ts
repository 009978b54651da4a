import { nsa, requirement } from "../../../controls/ids.ts";
import { classLabel } from "../../contract/classes.ts";
import { type ExemptNamespace, judgedNamespaces } from "../../contract/exempt-namespaces.ts";
import type { AdmissionPolicy } from "../cel/admission-policy.ts";
import { withinBounds } from "../cel/bounds.ts";
import { podSpecs, specChanged } from "../cel/pod-spec.ts";

const amounts = "['requests', 'limits']";
/** What EKS's images for GPUs offer: NVIDIA's device plugin. */
const gpu = "nvidia.com/gpu";
const kinds = "['cpu', 'memory', 'ephemeral-storage']";
/** A limit of zero is no limit: the kubelet doesn't limit such a container. */
const isSet = "quantity(c.?resources[?amount][?kind].orValue('0')).isGreaterThan(quantity('0'))";
const holds = `${amounts}.all(amount, ${kinds}.all(kind, ${isSet}))`;
const asked = ["requests", "limits"]
  .flatMap((amount) => [
    `variables.containers.map(c, c.?resources.?${amount}.orValue({}))`,
    `[variables.podSpec.?resources.?${amount}.orValue({})]`,
  ])
  .join(" + ");
/** The missing resources of the container `c` for one amount, for example `limits.cpu, limits.memory`. */
const missingOfAmount = `${kinds}.filter(kind, !${isSet}).map(kind, amount + '.' + kind).join(', ')`;
const missing = `${amounts}.map(amount, ${missingOfAmount}).filter(names, names != '').join(', ')`;
/** The first container with missing resources, and their names. */
const firstUnbounded = `variables.unbounded[0].name + ' needs resources: ' + variables.unbounded.map(c, ${missing})[0]`;
const firstUncounted = "variables.uncounted[0].filter(kind, !(kind in variables.counted)).join(', ')";

/**
 * Every container must have requests and limits for cpu, memory and ephemeral storage.
 *
 * Only pods are checked, because the namespace's LimitRange sets missing values in pods and not in templates. Resources
 * of the whole pod don't count, because a kubelet before 1.34 ignores them. Ephemeral containers can't have resources.
 *
 * Tenants may also request NVIDIA's GPUs, which their quotas count. Other resources, such as huge pages, are refused: they
 * are in no quota, and make an autoscaler add nodes.
 */
export function resourcesPolicy(exemptNamespaces: readonly ExemptNamespace[]): AdmissionPolicy {
  const pods = { apiGroups: [""], apiVersions: ["v1"] } as const;
  return {
    name: "casemate-resources",
    summary:
      "Containers without requests and limits for cpu, memory and ephemeral storage, or with resources that no quota counts.",
    controls: [...requirement("B5", "D4"), ...nsa("NSA-POD-21", "NSA-NET-06")],
    spec: {
      failurePolicy: "Fail",
      matchConstraints: {
        namespaceSelector: judgedNamespaces(exemptNamespaces),
        resourceRules: [
          { ...pods, operations: ["CREATE"], resources: ["pods"] },
          { ...pods, operations: ["UPDATE"], resources: ["pods/resize"] },
        ],
      },
      matchConditions: [specChanged],
      variables: [
        ...podSpecs,
        {
          name: "containers",
          expression:
            "variables.podSpec.?containers.orValue([]) + variables.podSpec.?initContainers.orValue([])",
        },
        {
          // Every tenant's quota has GPUs. Namespaces without a class have no quota of Casemate's.
          name: "counted",
          expression: `has(namespaceObject.metadata.labels) && '${classLabel}' in namespaceObject.metadata.labels ? ${kinds} + ['${gpu}'] : ${kinds}`,
        },
        {
          name: "uncounted",
          expression: `(${asked}).filter(named, named.exists(kind, !(kind in variables.counted)))`,
        },
        { name: "unbounded", expression: `variables.containers.filter(c, !${holds})` },
      ],
      validations: [
        withinBounds,
        {
          expression: "variables.unbounded.size() == 0",
          message: "Every container needs requests and limits for cpu, memory and ephemeral-storage.",
          messageExpression: `'Container ' + ${firstUnbounded} + '.'`,
          reason: "Forbidden",
        },
        {
          expression: "variables.uncounted.size() == 0",
          message: "Leave resources out that no quota counts, such as huge pages.",
          messageExpression: `'Leave out of resources what no quota counts: ' + ${firstUncounted} + '.'`,
          reason: "Forbidden",
        },
      ],
      auditAnnotations: [
        {
          key: "refused-containers",
          valueExpression: "variables.unbounded.map(c, c.name).join(' ')",
        },
      ],
    },
  };
}
