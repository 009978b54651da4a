import { cis, nsa, requirement } from "../../../controls/ids.ts";
import { type ExemptNamespace, judgedNamespaces } from "../../contract/exempt-namespaces.ts";
import type { AdmissionPolicy } from "../cel/admission-policy.ts";
import { allOf, anyOf } from "../cel/cel.ts";
import { coreRule } from "../cel/resource-rules.ts";

const accountOf = (object: string) =>
  `${object}.metadata.?annotations[?'kubernetes.io/service-account.name'].orValue('')`;

/** The types that Kubernetes fills with credentials, or accepts as credentials. */
const holdsCredentials =
  "object.?type.orValue('') in ['kubernetes.io/service-account-token', 'bootstrap.kubernetes.io/token']";
/** A Secret that existed before, with the same type and account. */
const isUnchanged = allOf(
  "oldObject != null",
  "object.?type == oldObject.?type",
  `${accountOf("object")} == ${accountOf("oldObject")}`,
);

/**
 * Refuses Secrets with credentials of Kubernetes. Service account tokens in Secrets never expire, and users who may
 * create Secrets could get one for any account of the namespace. Bootstrap tokens can join nodes to the cluster.
 *
 * Existing Secrets may change, but not to another account. Bound tokens replace them:
 * https://kubernetes.io/docs/concepts/configuration/secret/#serviceaccount-token-secrets
 */
export function secretsPolicy(exemptNamespaces: readonly ExemptNamespace[]): AdmissionPolicy {
  return {
    name: "casemate-secrets",
    summary: "Secrets that hold service account or bootstrap tokens.",
    controls: [...requirement("A6", "B3"), ...cis("4.1.6", "4.1.12"), ...nsa("NSA-POD-17")],
    outside: "platform",
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
