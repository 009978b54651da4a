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

/** Kinds in whose status somebody could change more than a mark. */
const guardedStatuses = ["namespaces", "resourcequotas"];

/**
 * Who writes to the sub-resources that are judged: usage to a quota's status, by the controller, and by the API server
 * as it admits an object; and what is left to do to a deleted namespace. Others must not: admission goes by the quota's
 * status, its copy of `hard` included (`pkg/quota/v1`, `CheckRequest`), and a namespace finalized too early leaves its
 * objects behind for whoever gets the name next.
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
    spec: {
      failurePolicy: "Fail",
      matchConstraints,
      matchConditions: [
        // First, since nearly every request ends here. The mark counts when it is put on as when it is taken off.
        { name: "marked", expression: `${bears("object")} || ${bears("oldObject")}` },
        // A storage migrator writes all there is, and changes nothing.
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
          // This goes on all the time, and must get through whatever else breaks.
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

/** Requests that aren't objects, and what comes by the thousand. */
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
 * What the platform made, it alone changes: NetworkPolicies, quotas, limits, roles and their bindings, service
 * accounts, the Namespace with its class, cluster roles, storage classes. RBAC keeps tenants off these already; this
 * holds when a role is too wide, or was made so.
 *
 * Any kind, so that what the platform makes later is guarded as well. Of sub-resources those are judged that let
 * metadata through: of the kinds that the platform makes in a namespace every write
 * (`pkg/registry/core/{namespace,resourcequota}/strategy.go`), of others those that put the mark on or take it off. Left
 * out are requests that aren't objects, as every log-in to a node or webhook depends on them, and what comes by the
 * thousand and is nobody's property.
 */
export function markedPolicy(exempt: readonly ExemptNamespace[]): AdmissionPolicy {
  return marked(
    "casemate-marked",
    "Changes of what the platform owns, by anybody else, and its mark on what others make.",
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
        // The kubelet has to end pods, whoever marked them.
        coreRule(["UPDATE", "DELETE"], ["pods"]),
        ...unmarked,
      ],
    },
  );
}

/**
 * The same for the NetworkPolicies of kube-system, which is exempt otherwise. Whoever has a wide role by EKS's access
 * policies (AmazonEKSAdminPolicy for the cluster) could take its default-deny off. Only this one kind is judged there:
 * if the policy broke, no pod, lease or Secret of the system would feel it, and policies in force stay in force.
 */
export const markedInKubeSystemPolicy: AdmissionPolicy = marked(
  "casemate-marked-kube-system",
  "Changes of the platform's NetworkPolicies in kube-system, by anybody else.",
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
