import { mitre, nsa, requirement } from "../../../controls/ids.ts";
import { type ExemptNamespace, judgedNamespaces } from "../../contract/exempt-namespaces.ts";
import type { AdmissionPolicy } from "../cel/admission-policy.ts";
import { celString } from "../cel/cel.ts";
import { classesWhere, classOfNamespace } from "../cel/namespace-fields.ts";
import { coreRule } from "../cel/resource-rules.ts";

/** What is refused, and for which class. */
const refusal = `request.subResource + ' is refused: namespace ' + request.namespace + ' is of class ' + ${classOfNamespace}`;
const otherWays =
  "Read the pod's logs, or debug a copy in a namespace of class standard. " +
  "In an emergency the platform changes the class, which is audited.";

/**
 * Nobody enters running pods, or calls past network policies through the API server, in classes whose data forbids
 * it: for everyone, as what a session does inside a pod leaves no trace in the audit log.
 *
 * Both ways of opening a stream, POST and GET, are CONNECT here. A class that isn't known counts as forbidding.
 * `nodes/proxy`, which reaches the same pods by their node, belongs to no namespace: CIS EKS 4.1.10 keeps it rare.
 *
 * The audit log gets the namespace's class with each session, also with those that are let through.
 */
export function interactivePolicy(exempt: readonly ExemptNamespace[]): AdmissionPolicy {
  return {
    name: "casemate-interactive",
    summary:
      "exec, attach, port-forward, proxy and ephemeral containers where the namespace's class forbids them.",
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
            "Nobody enters pods of this class. Read their logs, or debug a copy in a namespace of class standard.",
          messageExpression: `${refusal} + ${celString(`. ${otherWays}`)}`,
          reason: "Forbidden",
        },
      ],
      auditAnnotations: [{ key: "class", valueExpression: classOfNamespace }],
    },
  };
}
