import { mitre, nsa, requirement } from "../../../controls/ids.ts";
import { type ExemptNamespace, judgedNamespaces } from "../../contract/exempt-namespaces.ts";
import type { AdmissionPolicy } from "../cel/admission-policy.ts";
import { celString } from "../cel/cel.ts";
import { classesWhere, classOfNamespace } from "../cel/namespace-fields.ts";
import { coreRule } from "../cel/resource-rules.ts";

/** Names the refused request and the class. */
const refusal = `request.subResource + ' is refused: namespace ' + request.namespace + ' is of class ' + ${classOfNamespace}`;
const otherWays =
  "Read the pod's logs, or debug a copy in a namespace of class standard. " +
  "In an emergency the platform changes the class, which is audited.";

/**
 * Refuses sessions in running pods, and connections through the API server that bypass network policies, in classes
 * that forbid them. This applies to all users, because the audit log doesn't record what a session does in a pod.
 *
 * Both ways to open a stream, POST and GET, are CONNECT here. An unknown class forbids sessions. `nodes/proxy`, which
 * reaches the same pods through their node, is cluster-scoped: CIS EKS 4.1.10 limits it.
 *
 * The audit log contains the namespace's class for each session, including the allowed ones.
 */
export function interactivePolicy(exempt: readonly ExemptNamespace[]): AdmissionPolicy {
  return {
    name: "casemate-interactive",
    summary:
      "exec, attach, port-forward, proxy and ephemeral containers in namespaces whose class forbids them.",
    controls: [...requirement("A7", "E2"), ...nsa("NSA-POD-19"), ...mitre("T1609")],
    spec: {
      failurePolicy: "Fail",
      matchConstraints: {
        namespaceSelector: judgedNamespaces(exempt),
        resourceRules: [
          coreRule(
            ["CONNECT"],
            ["pods/exec", "pods/attach", "pods/portforward", "pods/proxy", "services/proxy"],
          ),
          coreRule(["UPDATE"], ["pods/ephemeralcontainers"]),
        ],
      },
      validations: [
        {
          expression: `${classOfNamespace} in ${classesWhere(({ interactive }) => interactive)}`,
          message:
            "Nobody can enter pods of this class. Read their logs, or debug a copy in a namespace of class standard.",
          messageExpression: `${refusal} + ${celString(`. ${otherWays}`)}`,
          reason: "Forbidden",
        },
      ],
      auditAnnotations: [{ key: "class", valueExpression: classOfNamespace }],
    },
  };
}
