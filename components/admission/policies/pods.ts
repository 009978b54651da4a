import { nsa, requirement } from "../../../controls/ids.ts";
import { type ExemptNamespace, judgedNamespaces } from "../../contract/exempt-namespaces.ts";
import type { AdmissionPolicy } from "../cel/admission-policy.ts";
import {
  type ContainerRule,
  containerAppArmor,
  containerValidations,
  harmlessVolumes,
  noDnsNames,
  noHostPorts,
  noHostProcess,
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
 * What Pod Security's `restricted` leaves open, in pods and in what makes them; and again what of the node it guards,
 * so that a namespace whose label was lost isn't open at once.
 *
 * Pods for Windows are refused by the first rule, which they may not comply with: Casemate's nodes run Linux.
 *
 * Left alone: `hostAliases` and `dnsConfig` (NetworkPolicy decides what is reached), `hostUsers` (safer when
 * false), `resourceClaims` (only the platform can make the claims they name).
 */
export function podsPolicy(exemptNamespaces: readonly ExemptNamespace[]): AdmissionPolicy {
  return {
    name: "casemate-pods",
    summary:
      "Writable root filesystems, and pods that reach for the node, for names in DNS, or for the system's runtimes, schedulers and priorities.",
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
      variables: [...podSpecs, containers, volumes],
      validations: [
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
