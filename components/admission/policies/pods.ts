import { nsa, requirement } from "../../../controls/ids.ts";
import { type ExemptNamespace, judgedNamespaces } from "../../contract/exempt-namespaces.ts";
import type { AdmissionPolicy } from "../cel/admission-policy.ts";
import { withinBounds } from "../cel/bounds.ts";
import {
  type ContainerRule,
  containerAppArmor,
  containerValidations,
  harmlessVolumes,
  noDnsNames,
  noHostPorts,
  noHostProcess,
  podAnnotations,
  podAppArmor,
  podHostProcess,
  refusedContainers,
  specAppArmorOrDnsChanged,
} from "../cel/pod-rules.ts";
import { containers, podSpecs, volumes } from "../cel/pod-spec.ts";
import { podRules, templateRules } from "../cel/resource-rules.ts";

const rules: readonly ContainerRule[] = [
  {
    holds: "c.?securityContext.?readOnlyRootFilesystem.orValue(false)",
    advice: "set securityContext.readOnlyRootFilesystem to true, and write to emptyDir volumes",
  },
  noHostPorts,
  containerAppArmor,
  noHostProcess,
];

/**
 * Rules for pods and pod templates that Pod Security's `restricted` doesn't have. The rules that protect the node are
 * repeated, so that a namespace that lost its Pod Security label isn't open.
 *
 * The first rule refuses pods for Windows, which can't comply with it. Casemate's nodes run Linux.
 *
 * Not checked are:
 *
 * - `hostAliases` and `dnsConfig`, because NetworkPolicies decide what pods can reach;
 * - `hostUsers`, because `false` is safer than the default;
 * - `resourceClaims`, because only the platform can create the claims that they name.
 */
export function podsPolicy(exemptNamespaces: readonly ExemptNamespace[]): AdmissionPolicy {
  return {
    name: "casemate-pods",
    summary:
      "Writable root filesystems, and pods that use the node, names in DNS, or the system's runtimes, schedulers and priorities.",
    controls: [
      ...requirement("A5", "A10", "B3", "C2"),
      ...nsa("NSA-POD-03", "NSA-POD-08", "NSA-POD-09", "NSA-POD-14", "NSA-POD-16"),
    ],
    spec: {
      failurePolicy: "Fail",
      matchConstraints: {
        namespaceSelector: judgedNamespaces(exemptNamespaces),
        resourceRules: [...podRules, ...templateRules],
      },
      matchConditions: [specAppArmorOrDnsChanged],
      variables: [...podSpecs, podAnnotations, containers, volumes],
      validations: [
        withinBounds,
        ...containerValidations(rules),
        ...podAppArmor,
        podHostProcess,
        harmlessVolumes,
        noDnsNames,
        {
          expression: "variables.podSpec.?shareProcessNamespace.orValue(false) == false",
          message: "Leave shareProcessNamespace out: containers of a pod would see into each other.",
          reason: "Forbidden",
        },
        {
          expression: "variables.podSpec.?runtimeClassName.orValue('') == ''",
          message: "Leave runtimeClassName out: no runtime but the nodes' own is there.",
          reason: "Forbidden",
        },
        {
          expression: "variables.podSpec.?schedulerName.orValue('default-scheduler') == 'default-scheduler'",
          message: "Leave schedulerName out: only the default scheduler is the platform's.",
          reason: "Forbidden",
        },
        {
          // Kubernetes keeps this prefix for itself: pods of these classes evict any other.
          expression: "!variables.podSpec.?priorityClassName.orValue('').startsWith('system-')",
          message: "Choose a priorityClassName that doesn't begin with system-: those are the cluster's own.",
          reason: "Forbidden",
        },
      ],
      auditAnnotations: [refusedContainers(rules)],
    },
  };
}
