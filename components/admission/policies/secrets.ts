import { cis, nsa, requirement } from "../../../controls/ids.ts";
import { type ExemptNamespace, judgedNamespaces } from "../../contract/exempt-namespaces.ts";
import type { AdmissionPolicy } from "../cel/admission-policy.ts";
import { allOf, anyOf } from "../cel/cel.ts";
import { coreRule } from "../cel/resource-rules.ts";

const accountOf = (object: string) =>
  `${object}.metadata.?annotations[?'kubernetes.io/service-account.name'].orValue('')`;

/** The types that Kubernetes fills, or takes, as credentials. */
const holdsCredentials =
  "object.?type.orValue('') in ['kubernetes.io/service-account-token', 'bootstrap.kubernetes.io/token']";
/** A Secret that was there before, of the same account. */
const isUnchanged = allOf(
  "oldObject != null",
  "object.?type == oldObject.?type",
  `${accountOf("object")} == ${accountOf("oldObject")}`,
);

/**
 * No Secrets that Kubernetes fills with credentials: a service account's token that never expires, which whoever may
 * make Secrets could have for any account of the namespace, and tokens to join nodes with.
 *
 * Those that are there already may change, but not to another account. Bound tokens take their place:
 * https://kubernetes.io/docs/concepts/configuration/secret/#serviceaccount-token-secrets
 */
export function secretsPolicy(exemptNamespaces: readonly ExemptNamespace[]): AdmissionPolicy {
  return {
    name: "casemate-secrets",
    summary: "Secrets that hold service account or bootstrap tokens.",
    controls: [...requirement("A6", "B3"), ...cis("4.1.6", "4.1.12"), ...nsa("NSA-POD-17")],
    spec: {
      failurePolicy: "Fail",
      matchConstraints: {
        namespaceSelector: judgedNamespaces(exemptNamespaces),
        resourceRules: [coreRule(["CREATE", "UPDATE"], ["secrets"])],
      },
      validations: [
        {
          expression: anyOf(`!(${holdsCredentials})`, isUnchanged),
          message:
            "Secrets that hold credentials of service accounts or nodes are refused. A pod gets a token by its service account.",
          messageExpression:
            "'Secrets of type ' + object.?type.orValue('') + ' are refused: they hold credentials that never expire. A pod gets a token that does by its service account.'",
          reason: "Forbidden",
        },
      ],
      auditAnnotations: [
        {
          key: "account",
          valueExpression: accountOf("object"),
        },
      ],
    },
  };
}
