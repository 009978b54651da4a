import { cis, mitre, nsa, requirement } from "../../../controls/ids.ts";
import { type ExemptNamespace, tenantNamespaces } from "../../contract/exempt-namespaces.ts";
import { isOperated, mayOperate, operatedAccounts } from "../cel/account-operators.ts";
import { controllerManager, isUser, kubeSystemAccount } from "../cel/actors.ts";
import type { AdmissionPolicy } from "../cel/admission-policy.ts";
import { anyOf } from "../cel/cel.ts";
import { coreRule } from "../cel/resource-rules.ts";

/** Delete what belongs to a deleted namespace or owner, and remove Secrets of tokens from accounts. */
const byControlPlane = isUser(
  kubeSystemAccount("namespace-controller"),
  kubeSystemAccount("generic-garbage-collector"),
  controllerManager,
);

/**
 * The accounts of a workload with `operatedBy` may hold a token of the Kubernetes API, and AWS roles, before they exist.
 * Only the workload's operator may create, change or delete them. Otherwise an account with write access could create one
 * first, with annotations for another AWS role, or a controller could adopt it.
 */
export function operatedAccountsPolicy(exempt: readonly ExemptNamespace[]): AdmissionPolicy {
  return {
    name: "casemate-operated-accounts",
    summary: "Changes of service accounts that an operator creates, except by this operator.",
    controls: [...requirement("A3", "B7"), ...cis("4.1.5"), ...nsa("NSA-POD-17"), ...mitre("T1098.006")],
    spec: {
      failurePolicy: "Fail",
      matchConstraints: {
        namespaceSelector: tenantNamespaces(exempt),
        resourceRules: [coreRule(["CREATE", "UPDATE", "DELETE"], ["serviceaccounts"])],
      },
      variables: [
        operatedAccounts,
        {
          // A creation may leave the name to the server. Then it is the generated one here.
          name: "account",
          expression: "object == null ? oldObject.metadata.name : object.metadata.?name.orValue('')",
        },
      ],
      validations: [
        {
          expression: anyOf(
            `!(${isOperated("variables.account")})`,
            mayOperate("variables.account"),
            byControlPlane,
          ),
          message:
            "Only the operator that the tenant names may create, change or delete this service account.",
          messageExpression:
            "'Only the operator that the tenant names may create, change or delete the service account ' + variables.account + '.'",
          reason: "Forbidden",
        },
      ],
    },
  };
}
