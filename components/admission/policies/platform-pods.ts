import { cis, nsa, pss, requirement } from "../../../controls/ids.ts";
import { namespaceAnnotations } from "../../contract/classes.ts";
import { type ExemptNamespace, platformNamespaces } from "../../contract/exempt-namespaces.ts";
import { platformAnnotations } from "../../contract/platform-marks.ts";
import { type AdmissionPolicy, specOf, type Validation } from "../cel/admission-policy.ts";
import { withinBounds } from "../cel/bounds.ts";
import { anyOf } from "../cel/cel.ts";
import { linesOf } from "../cel/namespace-fields.ts";
import { podTemplateOf } from "../cel/pod-spec.ts";
import { podRules, templateRules } from "../cel/resource-rules.ts";
import { accountVariable, audiencesVariable, harmlessVolume } from "./service-accounts.ts";
import { templatesPolicy } from "./templates.ts";

/** Whether one of the lines `account key=value,key=value` describes the pod. */
const isIn = (annotation: (typeof platformAnnotations)["hostNetwork" | "privileged"]) => {
  const hasLabel = "variables.podLabels[?pair.split('=')[0]].orValue('') == pair.split('=')[1]";
  const hasLabels = `line.split(' ')[1].split(',').all(pair, ${hasLabel})`;
  return `${linesOf(annotation)}.exists(line, line.split(' ')[0] == variables.account && ${hasLabels})`;
};

/** What the node's network takes: its own field, and ports of containers, which become the node's. */
const ofTheNetwork = /hostNetwork|hostPort/;

/** A rule of Pod Security `restricted`, from which the declared pods are free. */
function unlessExcepted(validation: Validation): Validation {
  const excepted = ofTheNetwork.test(validation.expression)
    ? anyOf("variables.isPrivileged", "variables.usesHostNetwork")
    : "variables.isPrivileged";
  return { ...validation, expression: `${excepted} || (${validation.expression})` };
}

/** Rules for pods of platform software in addition to those of Pod Security. */
const own: readonly Validation[] = [
  {
    expression: `variables.account in ${linesOf(platformAnnotations.accounts)}`,
    message: "Run the pod as a service account of the workloads of its PlatformNamespace.",
    messageExpression:
      "'The service account ' + variables.account + ' is of no workload of the PlatformNamespace. Add the workload, or name one of its accounts.'",
    reason: "Forbidden",
  },
  {
    expression: "variables.usesHostNetwork || !variables.podSpec.?hostNetwork.orValue(false)",
    message: "Leave hostNetwork out, or declare it for the workload of the PlatformNamespace, with a reason.",
    reason: "Forbidden",
  },
  {
    expression: "variables.mayMount || !variables.podSpec.?automountServiceAccountToken.orValue(false)",
    message: "Leave automountServiceAccountToken out, or set kubernetesApi on the workload.",
    reason: "Forbidden",
  },
  {
    expression: `variables.mayMount || variables.volumes.all(v, ${harmlessVolume})`,
    message:
      "Set automountServiceAccountToken to false, or set kubernetesApi on the workload of the PlatformNamespace.",
    messageExpression:
      "'The pod would mount a token of ' + variables.account + '. Set automountServiceAccountToken to false, or kubernetesApi on the workload of the PlatformNamespace.'",
    reason: "Forbidden",
  },
];

/**
 * Pods of platform software meet Pod Security `restricted`, except those that the namespace names with a reason. The
 * namespace's Pod Security level is for its most privileged pod, and would be for all of them.
 *
 * A pod is known by its service account and its labels. It runs as an account of a declared workload, and has a token
 * only if that workload calls the Kubernetes API.
 */
export function platformPodsPolicy(exempt: readonly ExemptNamespace[]): AdmissionPolicy {
  const { variables = [], validations, matchConditions = [] } = specOf(templatesPolicy(exempt), []);
  return {
    name: "casemate-platform-pods",
    summary:
      "Pods in platform namespaces that are more privileged than declared, run as other accounts, or mount undeclared tokens.",
    controls: [
      ...requirement("A3", "A5", "B3", "C2"),
      ...cis("4.1.6", "4.2.1", "4.2.4"),
      ...nsa("NSA-POD-05", "NSA-POD-08", "NSA-POD-16", "NSA-POD-17"),
      ...pss("namespace/enforce-labels"),
    ],
    spec: {
      failurePolicy: "Fail",
      matchConstraints: {
        namespaceSelector: platformNamespaces(exempt),
        resourceRules: [...podRules, ...templateRules],
      },
      matchConditions,
      variables: [
        ...variables,
        accountVariable,
        audiencesVariable,
        {
          name: "podLabels",
          expression: `${podTemplateOf("object")}.?metadata.?labels.orValue({})`,
        },
        { name: "isPrivileged", expression: isIn(platformAnnotations.privileged) },
        { name: "usesHostNetwork", expression: isIn(platformAnnotations.hostNetwork) },
        {
          name: "mayMount",
          expression: `variables.account in ${linesOf(namespaceAnnotations.kubernetesApi)}`,
        },
      ],
      validations: [
        withinBounds,
        ...own,
        ...validations.filter((validation) => validation !== withinBounds).map(unlessExcepted),
      ],
      auditAnnotations: [{ key: "service-account", valueExpression: "string(variables.account)" }],
    },
  };
}
