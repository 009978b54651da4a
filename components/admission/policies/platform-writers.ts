import { mitre, nsa, requirement } from "../../../controls/ids.ts";
import { type ExemptNamespace, platformNamespaces } from "../../contract/exempt-namespaces.ts";
import { platformAnnotations } from "../../contract/platform-marks.ts";
import { controllerManager, isPlatform, isUser, kubeSystemAccount } from "../cel/actors.ts";
import type { AdmissionPolicy, ResourceRule } from "../cel/admission-policy.ts";
import { anyOf, celString } from "../cel/cel.ts";
import { linesOf } from "../cel/namespace-fields.ts";
import { coreRule } from "../cel/resource-rules.ts";

const user = "request.userInfo.username";

/**
 * Kubernetes, EKS, and software of kube-system, where no tenant has rights.
 *
 * No access entry can have a user name that begins with `eks:` or `system:` (EKS user guide, "Create access entries").
 */
const ofTheSystem = anyOf(
  `${user}.startsWith(${celString(kubeSystemAccount(""))})`,
  `${user}.startsWith('eks:')`,
  isUser(controllerManager, "system:kube-scheduler", "system:apiserver"),
);
const ofTheNamespace = `${user}.startsWith('system:serviceaccount:' + request.namespace + ':')`;
/** A name that ends with a slash is the role of a session, whose own name follows: EKS user guide, "Access entries". */
const isManager = `${linesOf(platformAnnotations.managers)}.exists(manager, ${user} == manager || (manager.endsWith('/') && ${user}.startsWith(manager)))`;
/** A kubelet asks for tokens of the pods on its node. The plugin NodeRestriction checks this. */
const byKubelet =
  "request.resource.resource == 'serviceaccounts' && 'system:nodes' in request.userInfo.groups";

const everything: ResourceRule = {
  apiGroups: ["*"],
  apiVersions: ["*"],
  operations: ["CREATE", "UPDATE", "DELETE"],
  resources: ["*", "*/scale"],
  // A namespaceSelector doesn't apply to cluster-scoped objects: without the scope, kubelets couldn't write their nodes.
  scope: "Namespaced",
};

/** Frequent objects that configure nothing. The kubelet ends pods, and evictions respect disruption budgets. */
const harmless: readonly ResourceRule[] = [
  coreRule(["UPDATE", "DELETE"], ["pods"]),
  ...[
    ["", "events"],
    ["events.k8s.io", "events"],
    ["coordination.k8s.io", "leases"],
  ].map(
    ([group = "", resource = ""]): ResourceRule => ({
      apiGroups: [group],
      apiVersions: ["*"],
      operations: ["CREATE", "UPDATE", "DELETE"],
      resources: [resource],
    }),
  ),
];

/**
 * Objects of platform software configure controllers that have rights in the whole cluster: their pods, Secrets, roles
 * and webhooks' certificates. So only three groups may write them, use its accounts, or enter its pods. They are
 * the platform, the software's own accounts, and the `managers` that its PlatformNamespace lists.
 *
 * RBAC gives tenants no rights there. This policy also holds if a role is too wide, for example EKS's
 * AmazonEKSEditPolicy for the whole cluster.
 */
export function platformWritersPolicy(exempt: readonly ExemptNamespace[]): AdmissionPolicy {
  return {
    name: "casemate-platform-writers",
    summary:
      "Changes in platform namespaces, tokens of their accounts and sessions in their pods, except by the platform and the software itself.",
    controls: [
      ...requirement("A2", "B7", "E2"),
      ...nsa("NSA-AUTH-03", "NSA-AUTH-04", "NSA-POD-19"),
      ...mitre("T1609", "T1098.006"),
    ],
    spec: {
      failurePolicy: "Fail",
      matchConstraints: {
        namespaceSelector: platformNamespaces(exempt),
        resourceRules: [
          everything,
          coreRule(["CREATE"], ["serviceaccounts/token"]),
          coreRule(["UPDATE"], ["pods/ephemeralcontainers", "pods/resize"]),
          coreRule(
            ["CONNECT"],
            ["pods/exec", "pods/attach", "pods/portforward", "pods/proxy", "services/proxy"],
          ),
        ],
        excludeResourceRules: harmless,
      },
      matchConditions: [{ name: "not-the-system", expression: `!(${ofTheSystem})` }],
      validations: [
        {
          expression: anyOf(`(${ofTheNamespace})`, `(${isManager})`, `(${byKubelet})`, isPlatform),
          message:
            "Only the platform, the software itself and the managers of its PlatformNamespace may do this here.",
          messageExpression: [
            user,
            `' may not change platform namespace '`,
            "request.namespace",
            celString(". Change its PlatformNamespace, or add the account to managers there."),
          ].join(" + "),
          reason: "Forbidden",
        },
      ],
    },
  };
}
