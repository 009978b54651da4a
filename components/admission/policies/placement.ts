import { nsa, requirement } from "../../../controls/ids.ts";
import { nodeClassLabel, nodeClassTaint } from "../../contract/classes.ts";
import { type ExemptNamespace, judgedNamespaces } from "../../contract/exempt-namespaces.ts";
import { systemTaint } from "../../contract/node-taints.ts";
import { controllerManager, isUser, kubeSystemAccount } from "../cel/actors.ts";
import type { AdmissionPolicy } from "../cel/admission-policy.ts";
import { withinBounds } from "../cel/bounds.ts";
import { allOf, anyOf, celString } from "../cel/cel.ts";
import { classesWhere, classOfNamespace } from "../cel/namespace-fields.ts";
import { podSpecs, specChanged } from "../cel/pod-spec.ts";
import { podRules, templateRules } from "../cel/resource-rules.ts";

const required = "requiredDuringSchedulingIgnoredDuringExecution";
const preferred = "preferredDuringSchedulingIgnoredDuringExecution";
const affinity = "variables.podSpec.?affinity";

const nodeTerms = [
  `${affinity}.?nodeAffinity.?${required}.?nodeSelectorTerms.orValue([])`,
  `${affinity}.?nodeAffinity.?${preferred}.orValue([]).map(p, p.preference)`,
].join(" + ");
const podTerms = ["podAffinity", "podAntiAffinity"]
  .flatMap((kind) => [
    `${affinity}.?${kind}.?${required}.orValue([])`,
    `${affinity}.?${kind}.?${preferred}.orValue([]).map(p, p.podAffinityTerm)`,
  ])
  .join(" + ");

const selectsOwn = `variables.podSpec.?nodeSelector[?'${nodeClassLabel}'].orValue('') == variables.class`;
const toleratesOwn = allOf(
  `t.?key.orValue('') == '${nodeClassTaint}'`,
  "t.?operator.orValue('Equal') in ['', 'Equal']",
  "t.?value.orValue('') == variables.class",
);
/** Whether an expression `e` of a node term leaves the class out, or names only the own one. */
const isOfOwnClass = anyOf(
  `e.key != '${nodeClassLabel}'`,
  allOf("e.operator == 'In'", "e.?values.orValue([]).all(value, value == variables.class)"),
);
/** Whether a pod term reaches no other namespace. */
const staysInside = allOf(
  "!has(term.namespaceSelector)",
  "term.?namespaces.orValue([]).all(name, name == request.namespace)",
);
/**
 * Taints of nodes that start or drain. A pod that tolerates one runs before the CNI and the CSI driver do, or keeps a
 * node that Karpenter or the Cluster Autoscaler removes. Only agents of the platform need it.
 *
 * Sources: Cilium "Taints and effects"; aws-ebs-csi-driver `docs/faq.md`; karpenter.sh, "Disruption"; Cluster
 * Autoscaler `utils/taints/taints.go`; kubernetes.io, "Taints and Tolerations". Not-ready and unreachable aren't here:
 * the API server itself adds tolerations for both.
 */
const transientTaints = `^(${[
  ".+/agent-not-ready",
  "karpenter[.]sh/(unregistered|disrupted|disruption)",
  "node[.]cloudprovider[.]kubernetes[.]io/(uninitialized|shutdown)",
  "node[.]kubernetes[.]io/(network-unavailable|unschedulable|out-of-service)",
  "ToBeDeletedByClusterAutoscaler",
  "DeletionCandidateOfClusterAutoscaler",
].join("|")})$`;
/** The controller assigns each pod to its node by node affinity, and lets the scheduler bind it. */
const byDaemonSetController = isUser(kubeSystemAccount("daemon-set-controller"), controllerManager);

/**
 * Only the scheduler places pods, and only on nodes of their namespace's class.
 *
 * A pod that names its node bypasses the scheduler, and so all NoSchedule taints. Classes with own nodes are separated
 * in both directions. The taint keeps other pods off, and the node selector keeps the class's pods on its nodes.
 *
 * Affinity to pods of other namespaces is also refused. A required anti-affinity could keep those off whole zones:
 * https://kubernetes.io/docs/concepts/policy/resource-quotas/#cross-namespace-pod-affinity-quota
 */
export function placementPolicy(exemptNamespaces: readonly ExemptNamespace[]): AdmissionPolicy {
  return {
    name: "casemate-placement",
    summary:
      "Pods that name their node, choose another class's nodes, or keep away from other namespaces' pods.",
    controls: [...requirement("A7", "E2"), ...nsa("NSA-POD-18")],
    spec: {
      failurePolicy: "Fail",
      matchConstraints: {
        namespaceSelector: judgedNamespaces(exemptNamespaces),
        resourceRules: [...podRules, ...templateRules],
      },
      matchConditions: [specChanged],
      variables: [
        ...podSpecs,
        { name: "class", expression: classOfNamespace },
        { name: "tolerations", expression: "variables.podSpec.?tolerations.orValue([])" },
        { name: "nodeTerms", expression: nodeTerms },
        { name: "podTerms", expression: podTerms },
      ],
      validations: [
        withinBounds,
        {
          // A bound pod keeps its node.
          expression:
            "variables.podSpec.?nodeName.orValue('') in [dyn(''), variables.oldPodSpec.?nodeName.orValue('')]",
          message:
            "Leave nodeName out: it puts the pod past the scheduler and all taints. Use a nodeSelector.",
          reason: "Forbidden",
        },
        {
          expression: `variables.tolerations.all(t, !(t.?key.orValue('') in ['', '${systemTaint}']))`,
          message: `Name the key of each toleration, and not ${systemTaint}: the system's nodes are for the cluster's add-ons.`,
          reason: "Forbidden",
        },
        {
          expression: anyOf(
            `variables.tolerations.all(t, !t.?key.orValue('').matches(${celString(transientTaints)}))`,
            byDaemonSetController,
          ),
          message:
            "Leave tolerations of nodes that start or drain out: the pod would run before the node is ready, or hold up its end.",
          reason: "Forbidden",
        },
        {
          expression: `variables.tolerations.all(t, t.?key.orValue('') != '${nodeClassTaint}' || ${toleratesOwn})`,
          message: `Tolerate ${nodeClassTaint} with operator Equal and only the value of the own class.`,
          messageExpression: `'Tolerate ${nodeClassTaint} with operator Equal and only the value of the own class: ' + variables.class + '.'`,
          reason: "Forbidden",
        },
        {
          expression: anyOf(
            "!has(variables.podSpec.nodeSelector)",
            `!('${nodeClassLabel}' in variables.podSpec.nodeSelector)`,
            selectsOwn,
          ),
          message: `Select only nodes of the own class, by ${nodeClassLabel}.`,
          messageExpression: `'Select only nodes of the own class: ${nodeClassLabel}: ' + variables.class + '.'`,
          reason: "Forbidden",
        },
        {
          expression: anyOf(
            `!(variables.class in ${classesWhere(({ ownNodes }) => ownNodes)})`,
            allOf(selectsOwn, `variables.tolerations.exists(t, ${toleratesOwn})`),
          ),
          message: `Pods of classes with own nodes must select these by ${nodeClassLabel}, and tolerate ${nodeClassTaint}.`,
          messageExpression: [
            "'Pods of class '",
            "variables.class",
            `' need the nodeSelector ${nodeClassLabel}: '`,
            "variables.class",
            `' and the toleration {key: ${nodeClassTaint}, operator: Equal, value: '`,
            "variables.class",
            "', effect: NoSchedule}.'",
          ].join(" + "),
          reason: "Forbidden",
        },
        {
          expression: `variables.nodeTerms.all(term, term.?matchExpressions.orValue([]).all(e, ${isOfOwnClass}))`,
          message: `In node affinity, name ${nodeClassLabel} with operator In and only the own class.`,
          messageExpression: `'In node affinity, name ${nodeClassLabel} with operator In and only the own class: ' + variables.class + '.'`,
          reason: "Forbidden",
        },
        {
          expression: anyOf(
            "variables.nodeTerms.all(term, term.?matchFields.orValue([]).size() == 0)",
            byDaemonSetController,
            `${affinity} == variables.oldPodSpec.?affinity`,
          ),
          message: "Leave matchFields out of node affinity: it names a single node. Use labels of nodes.",
          reason: "Forbidden",
        },
        {
          expression: `variables.podTerms.all(term, ${staysInside})`,
          message:
            "Leave namespaces and namespaceSelector out of pod affinity: it is for pods of the own namespace.",
          reason: "Forbidden",
        },
      ],
      auditAnnotations: [
        {
          key: "node-name",
          valueExpression:
            "request.operation == 'CREATE' ? string(variables.podSpec.?nodeName.orValue('')) : ''",
        },
      ],
    },
  };
}
