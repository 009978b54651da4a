import { cis, mitre, nsa, pss, requirement } from "../../../controls/ids.ts";
import { managedBy, managedByLabel } from "../../contract/classes.ts";
import { type ExemptNamespace, judgedNamespaces } from "../../contract/exempt-namespaces.ts";
import { controllerManager, isPlatform, isUser, kubeSystemAccount } from "../cel/actors.ts";
import type { AdmissionPolicy, PolicySpec } from "../cel/admission-policy.ts";
import { anyOf, celList, celString } from "../cel/cel.ts";
import { byControlPlane, sameMetadata } from "../cel/control-plane-actors.ts";
import { coreRule } from "../cel/resource-rules.ts";

type Match = PolicySpec["matchConstraints"];

const bears = (object: "object" | "oldObject") =>
  `(${object} != null && ${object}.?metadata.?labels[?'${managedByLabel}'].orValue('') == '${managedBy}')`;

/** Kinds whose status affects admission or deletion. All writes to it are checked, not only those to the label. */
const guardedStatuses = ["namespaces", "resourcequotas"];

/**
 * The writers of the checked subresources. The quota controller writes usage to a quota's status, and so does the API
 * server when it admits an object. The namespace controller writes the progress of a namespace's deletion. Others must
 * not write them. Admission uses the quota's status, including its copy of `hard` (`pkg/quota/v1`, `CheckRequest`). A
 * namespace that is finalized too early leaves its objects to the next namespace with its name.
 */
const byStatusWriter = isUser(
  kubeSystemAccount("namespace-controller"),
  kubeSystemAccount("resourcequota-controller"),
  controllerManager,
  "system:apiserver",
);

/** The resource of the request, and the object's name. */
const title =
  "request.resource.resource + ' ' + (request.?name.orValue('') == '' ? 'without a name' : request.name)";

function marked(name: string, summary: string, matchConstraints: Match): AdmissionPolicy {
  return {
    name,
    summary,
    controls: [
      ...requirement("B7", "E2"),
      ...cis("4.3.2"),
      ...nsa("NSA-AUTH-04"),
      ...pss("namespace/label-tamper"),
      ...mitre("T1562.001"),
    ],
    outside: "platform",
    spec: {
      failurePolicy: "Fail",
      matchConstraints,
      matchConditions: [
        // First, because nearly every request ends here. The label counts when it is added and when it is removed.
        { name: "marked", expression: `${bears("object")} || ${bears("oldObject")}` },
        // A storage migrator writes all objects without changes.
        { name: "changed", expression: "request.operation != 'UPDATE' || object != oldObject" },
        {
          name: "mark-or-guarded-status",
          expression: anyOf(
            "request.?subResource.orValue('') != 'status'",
            `request.resource.resource in ${celList(guardedStatuses)}`,
            `${bears("object")} != ${bears("oldObject")}`,
          ),
        },
        {
          // These writes never stop, and must succeed even if the validation can't be evaluated.
          name: "more-than-status",
          expression: anyOf(
            "request.?subResource.orValue('') == ''",
            `!(${byStatusWriter})`,
            `!(${sameMetadata("labels", "annotations", "ownerReferences", "finalizers")})`,
          ),
        },
      ],
      validations: [
        {
          expression: `${byControlPlane} || ${isPlatform}`,
          message: `What is marked ${managedByLabel}: ${managedBy} is the platform's: change the tenant's declaration, or use another label.`,
          messageExpression: [
            `'${managedByLabel}: ${managedBy} marks what the platform owns, and only the platform may create, change or delete it: '`,
            title,
            celString(". Change the tenant's declaration, or use another label."),
          ].join(" + "),
          reason: "Forbidden",
        },
      ],
    },
  };
}

/** Requests that aren't objects, and kinds with thousands of requests. */
const unmarked = [
  ["authentication.k8s.io", "*"],
  ["authorization.k8s.io", "*"],
  ["coordination.k8s.io", "leases"],
  ["events.k8s.io", "events"],
  ["", "events"],
].map(([group = "", resource = ""]) => ({
  apiGroups: [group],
  apiVersions: ["*"],
  operations: ["CREATE", "UPDATE", "DELETE"] as const,
  resources: [resource],
}));

/**
 * Only the platform may change objects with its label: NetworkPolicies, quotas, limits, roles and their bindings,
 * service accounts, Namespaces, cluster roles, storage classes. RBAC already refuses tenants. This policy also
 * protects the objects if a role has too many rights.
 *
 * It covers all kinds, so that it also protects kinds that the platform uses later. It covers subresources that
 * accept metadata. For namespaces and quotas it checks every write to these
 * (`pkg/registry/core/{namespace,resourcequota}/strategy.go`), for other kinds only writes that add or remove the
 * label.
 *
 * Two groups are left out. Requests that aren't objects are left out because every authentication of a node or webhook
 * depends on them. Leases and events are left out because they are very frequent and no configuration.
 */
export function markedPolicy(exempt: readonly ExemptNamespace[]): AdmissionPolicy {
  return marked(
    "casemate-marked",
    "Changes of the platform's objects, and of its label on other objects, except by the platform.",
    {
      namespaceSelector: judgedNamespaces(exempt),
      resourceRules: [
        {
          apiGroups: ["*"],
          apiVersions: ["*"],
          operations: ["CREATE", "UPDATE", "DELETE"],
          resources: ["*"],
        },
        { apiGroups: ["*"], apiVersions: ["*"], operations: ["UPDATE"], resources: ["*/status"] },
        coreRule(["UPDATE"], ["namespaces/finalize"]),
      ],
      excludeResourceRules: [
        // The kubelet must be able to end pods, even if a user added the label to them.
        coreRule(["UPDATE", "DELETE"], ["pods"]),
        ...unmarked,
      ],
    },
  );
}

/**
 * The same for the NetworkPolicies of kube-system, which is otherwise exempt. Users with a wide EKS access policy
 * (AmazonEKSAdminPolicy for the cluster) could delete its default-deny. The policy checks only this kind there. If it
 * can't be evaluated, pods, leases and Secrets of the system aren't affected, and NetworkPolicies stay in force.
 */
export const markedInKubeSystemPolicy: AdmissionPolicy = marked(
  "casemate-marked-kube-system",
  "Changes of the platform's NetworkPolicies in kube-system, except by the platform.",
  {
    namespaceSelector: {
      matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "In", values: ["kube-system"] }],
    },
    resourceRules: [
      {
        apiGroups: ["networking.k8s.io"],
        apiVersions: ["v1"],
        operations: ["CREATE", "UPDATE", "DELETE"],
        resources: ["networkpolicies"],
      },
    ],
  },
);
