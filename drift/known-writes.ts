import type { Json, JsonObject } from "../plan/json.ts";
import type { KnownWrite } from "./known-write.ts";
import { podWrites } from "./pod-writes.ts";

const any = () => true;

/** A list with only these texts. */
const only =
  (...allowed: readonly string[]) =>
  (value: Json) =>
    Array.isArray(value) && value.every((item) => allowed.includes(String(item)));

const selectorDefaults: readonly KnownWrite[] = ["matchConstraints", "matchResources"].flatMap((field) => [
  [`spec.${field}.matchPolicy`, "Equivalent"] as const,
  [`spec.${field}.namespaceSelector`, {}] as const,
  [`spec.${field}.objectSelector`, {}] as const,
  [`spec.${field}.resourceRules.*.scope`, "*"] as const,
  [`spec.${field}.excludeResourceRules.*.scope`, "*"] as const,
]);

const webhookDefaults: readonly KnownWrite[] = [
  ["webhooks.*.failurePolicy", "Fail"],
  ["webhooks.*.matchPolicy", "Equivalent"],
  ["webhooks.*.namespaceSelector", {}],
  ["webhooks.*.objectSelector", {}],
  ["webhooks.*.timeoutSeconds", 10],
  ["webhooks.*.rules.*.scope", "*"],
  ["webhooks.*.clientConfig.service.port", 443],
];

const rbac = "rbac.authorization.k8s.io";
const bindingDefaults: readonly KnownWrite[] = [
  ["roleRef.apiGroup", rbac],
  ["subjects.*.apiGroup", rbac],
];

/**
 * The writes by kind: `group/Kind`, or `*` for every kind. Sources: the defaulting functions in
 * `k8s.io/kubernetes/pkg/apis/<group>/<version>/defaults.go`, and the controllers named next to an entry.
 */
export const knownWrites: Readonly<Record<string, readonly KnownWrite[]>> = {
  "*": [
    ["status", any],
    ["metadata.uid", any],
    ["metadata.resourceVersion", any],
    ["metadata.generation", any],
    ["metadata.creationTimestamp", any],
    ["metadata.managedFields", any],
  ],
  "/Namespace": [
    ["metadata.labels[kubernetes.io/metadata.name]", (value, { live }) => value === nameOf(live)],
    [
      "spec",
      (value) =>
        isOnlyOf(value, ["finalizers"]) && only("kubernetes")((value as JsonObject)["finalizers"] ?? []),
    ],
    ["spec.finalizers", only("kubernetes")],
  ],
  "/Service": [
    ["metadata.finalizers", only("service.kubernetes.io/load-balancer-cleanup", "service.k8s.aws/resources")],
    ["spec.clusterIP", any],
    ["spec.clusterIPs", any],
    ["spec.ipFamilies", any],
    ["spec.ipFamilyPolicy", "SingleStack"],
    ["spec.internalTrafficPolicy", "Cluster"],
    ["spec.externalTrafficPolicy", "Cluster"],
    ["spec.sessionAffinity", "None"],
    ["spec.type", "ClusterIP"],
    ["spec.allocateLoadBalancerNodePorts", true],
    ["spec.healthCheckNodePort", any],
    ["spec.ports.*.protocol", "TCP"],
    ["spec.ports.*.nodePort", any],
    ["spec.ports.*.targetPort", any],
  ],
  "/PersistentVolumeClaim": [
    ["metadata.finalizers", only("kubernetes.io/pvc-protection")],
    ["spec.volumeName", any],
    ["spec.volumeMode", "Filesystem"],
    ["spec.storageClassName", any],
  ],
  "/LimitRange": [
    // Container limits without a default take the maximum; requests without one take the limit.
    ["spec.limits.*.default", any],
    ["spec.limits.*.defaultRequest", any],
  ],
  "apps/Deployment": [
    ...podWrites("spec.template.spec"),
    // The deployment controller.
    ["metadata.annotations", (value) => isOnlyOf(value, ["deployment.kubernetes.io/revision"])],
    ["metadata.annotations[deployment.kubernetes.io/revision]", any],
    ["spec.replicas", any],
    ["spec.revisionHistoryLimit", 10],
    ["spec.progressDeadlineSeconds", 600],
    ["spec.strategy", { type: "RollingUpdate", rollingUpdate: { maxUnavailable: "25%", maxSurge: "25%" } }],
    ["spec.strategy.rollingUpdate", { maxUnavailable: "25%", maxSurge: "25%" }],
  ],
  "apps/StatefulSet": [
    ...podWrites("spec.template.spec"),
    ["spec.replicas", any],
    ["spec.revisionHistoryLimit", 10],
    ["spec.podManagementPolicy", "OrderedReady"],
    ["spec.updateStrategy", { type: "RollingUpdate", rollingUpdate: { partition: 0 } }],
    ["spec.persistentVolumeClaimRetentionPolicy", { whenDeleted: "Retain", whenScaled: "Retain" }],
  ],
  "apps/DaemonSet": [
    ...podWrites("spec.template.spec"),
    ["metadata.annotations", (value) => isOnlyOf(value, ["deprecated.daemonset.template.generation"])],
    ["metadata.annotations[deprecated.daemonset.template.generation]", any],
    ["spec.revisionHistoryLimit", 10],
    ["spec.updateStrategy", { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } }],
  ],
  "batch/CronJob": [
    ...podWrites("spec.jobTemplate.spec.template.spec"),
    ["spec.concurrencyPolicy", "Allow"],
    ["spec.suspend", false],
    ["spec.successfulJobsHistoryLimit", 3],
    ["spec.failedJobsHistoryLimit", 1],
  ],
  "networking.k8s.io/NetworkPolicy": [
    // amazon-network-policy-controller-k8s, user eks:network-policy-controller.
    ["metadata.finalizers", only("networking.k8s.aws/resources")],
    ["spec.policyTypes", any],
    ["spec.ingress.*.ports.*.protocol", "TCP"],
    ["spec.egress.*.ports.*.protocol", "TCP"],
  ],
  "networking.k8s.io/Ingress": [["metadata.finalizers", only("ingress.k8s.aws/resources")]],
  "rbac.authorization.k8s.io/RoleBinding": bindingDefaults,
  "rbac.authorization.k8s.io/ClusterRoleBinding": bindingDefaults,
  "rbac.authorization.k8s.io/ClusterRole": [
    // The aggregation controller writes the rules of a role that collects those of others.
    ["rules", (_, { planned }) => planned["aggregationRule"] !== undefined],
  ],
  "admissionregistration.k8s.io/ValidatingAdmissionPolicy": [
    ...selectorDefaults,
    ["spec.failurePolicy", "Fail"],
  ],
  "admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding": selectorDefaults,
  "admissionregistration.k8s.io/MutatingAdmissionPolicy": [
    ...selectorDefaults,
    ["spec.failurePolicy", "Fail"],
    ["spec.matchConstraints.resourceRules.*.operations", any],
  ],
  "admissionregistration.k8s.io/MutatingAdmissionPolicyBinding": selectorDefaults,
  "admissionregistration.k8s.io/ValidatingWebhookConfiguration": webhookDefaults,
  "admissionregistration.k8s.io/MutatingWebhookConfiguration": [
    ...webhookDefaults,
    ["webhooks.*.reinvocationPolicy", "Never"],
  ],
  "storage.k8s.io/StorageClass": [
    ["reclaimPolicy", "Delete"],
    ["volumeBindingMode", "Immediate"],
  ],
  "scheduling.k8s.io/PriorityClass": [["preemptionPolicy", "PreemptLowerPriority"]],
  "flowcontrol.apiserver.k8s.io/FlowSchema": [["spec.matchingPrecedence", 1000]],
  "flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration": [
    ["spec.limited.lendablePercent", 0],
    ["spec.limited.nominalConcurrencyShares", 30],
    ["spec.limited.limitResponse.queuing.handSize", 8],
    ["spec.limited.limitResponse.queuing.queues", 64],
    ["spec.limited.limitResponse.queuing.queueLengthLimit", 50],
  ],
  "apiextensions.k8s.io/CustomResourceDefinition": [
    ["spec.conversion", { strategy: "None" }],
    ["spec.names.listKind", any],
    ["spec.names.singular", any],
  ],
};

function isOnlyOf(value: Json, keys: readonly string[]): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.keys(value).every((key) => keys.includes(key))
  );
}

function nameOf(object: JsonObject): Json | undefined {
  return (object["metadata"] as JsonObject | undefined)?.["name"];
}
