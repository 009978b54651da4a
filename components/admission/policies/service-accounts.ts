import { cis, nsa, requirement } from "../../../controls/ids.ts";
import { namespaceAnnotations } from "../../contract/classes.ts";
import { type ExemptNamespace, judgedNamespaces } from "../../contract/exempt-namespaces.ts";
import { isOperated, mayOperate, operatedAccounts } from "../cel/account-operators.ts";
import type { AdmissionPolicy, NamedExpression } from "../cel/admission-policy.ts";
import { withinBounds } from "../cel/bounds.ts";
import { allOf, anyOf } from "../cel/cel.ts";
import { linesOf } from "../cel/namespace-fields.ts";
import { madeByController, podSpecs, specChanged, volumes } from "../cel/pod-spec.ts";
import { podRules, templateRules } from "../cel/resource-rules.ts";

/** The audience of the tokens that EKS Pod Identity mounts. The API server doesn't accept them. */
const podIdentity = "pods.eks.amazonaws.com";

const mayUse = [
  "authorizer.group('').resource('serviceaccounts').namespace(request.namespace)",
  ".name(variables.account).check('use').allowed()",
].join("");
/** Whether a projected token has no audience of the API server: Pod Identity's, or one that the tenant declares. */
const harmlessAudience = anyOf(
  `source.serviceAccountToken.?audience.orValue('') == '${podIdentity}'`,
  "(variables.account + ' ' + source.serviceAccountToken.?audience.orValue('')) in variables.audiences",
);
/** A pod certificate authenticates the account like a token, to servers that trust its signer: Kubernetes, KEP-4317. */
const harmlessToken = allOf(
  "!has(source.podCertificate)",
  `(!has(source.serviceAccountToken) || ${harmlessAudience})`,
);
/** `variables.audiences`, which `harmlessVolume` reads: each account with the audience of a token that it may mount. */
export const audiencesVariable: NamedExpression = {
  name: "audiences",
  expression: linesOf(namespaceAnnotations.tokenAudiences),
};
/** Whether the volume `v` has no token for the API server. */
export const harmlessVolume = `!has(v.projected) || v.projected.?sources.orValue([]).all(source, ${harmlessToken})`;
/** The account of the pod. If both fields are set, the newer one counts, like in the API server's own conversion. */
const accountFields =
  "[variables.podSpec.?serviceAccountName.orValue(''), variables.podSpec.?serviceAccount.orValue(''), dyn('default')]";
/** `variables.account`: the name of the pod's service account. */
export const accountVariable: NamedExpression = {
  name: "account",
  expression: `${accountFields}.filter(name, name != '')[0]`,
};
const mayNotCall = "may not call the Kubernetes API";
const removal =
  "remove the projected serviceAccountToken or podCertificate, or set automountServiceAccountToken to false";
const optIn = "kubernetesApi: true on a workload of the tenant lists its service account";
const otherAudience = "tokenAudiences lists audiences of other servers";

/**
 * Pods must run as service accounts that their creator may use, never as `default`. They may have a token only if the
 * namespace lists the account. Tokens of other audiences, which the API server refuses, have a separate list.
 *
 * Otherwise, users who may create pods could act as any service account of the namespace:
 * https://kubernetes.io/docs/concepts/security/rbac-good-practices/#workload-creation
 *
 * For pods of built-in controllers, only the token is checked: the account was checked with the template. The token is
 * known only in the pod, because the service account's setting also decides about it.
 *
 * The right is the verb `use` on `serviceaccounts`, which Kubernetes itself doesn't use. An operator that creates pods
 * needs it for the accounts of these pods. For the accounts that it creates itself, the namespace names the operator.
 */
export function serviceAccountsPolicy(exemptNamespaces: readonly ExemptNamespace[]): AdmissionPolicy {
  return {
    name: "casemate-service-accounts",
    summary:
      "Pods as default, or as a service account that their creator may not use, and tokens without the namespace's opt-in.",
    controls: [...requirement("A2", "A3", "B3", "B7"), ...cis("4.1.5", "4.1.6"), ...nsa("NSA-POD-17")],
    spec: {
      failurePolicy: "Fail",
      matchConstraints: {
        namespaceSelector: judgedNamespaces(exemptNamespaces),
        resourceRules: [...podRules, ...templateRules],
      },
      matchConditions: [specChanged],
      variables: [
        ...podSpecs,
        volumes,
        accountVariable,
        { name: "ofController", expression: madeByController },
        {
          name: "mayMount",
          expression: `variables.account in ${linesOf(namespaceAnnotations.kubernetesApi)}`,
        },
        audiencesVariable,
        operatedAccounts,
        { name: "isOperated", expression: isOperated("variables.account") },
      ],
      validations: [
        withinBounds,
        {
          expression: "variables.ofController || variables.account != 'default'",
          message:
            "Set serviceAccountName to the workload's own service account: default belongs to no workload.",
          reason: "Forbidden",
        },
        {
          // Developers may use all accounts of the namespace. Rights of these come from the operator.
          expression: `variables.ofController || !variables.isOperated || ${mayOperate("variables.account")}`,
          message: "Only its operator creates pods of this service account. Use an account of a workload.",
          messageExpression:
            "'Only its operator creates pods of the service account ' + variables.account + '. Use an account of a workload.'",
          reason: "Forbidden",
        },
        {
          expression: `variables.ofController || variables.isOperated || ${mayUse}`,
          message:
            "You may not use this service account: it takes the verb use on serviceaccounts in this namespace.",
          messageExpression:
            "'You may not use the service account ' + variables.account + ': it takes the verb use on serviceaccounts in this namespace.'",
          reason: "Forbidden",
        },
        {
          expression: "variables.mayMount || !variables.podSpec.?automountServiceAccountToken.orValue(false)",
          message: `Leave automountServiceAccountToken out: ${optIn}.`,
          messageExpression: `'Leave automountServiceAccountToken out: pods of ' + variables.account + ' ${mayNotCall}; ${optIn}.'`,
          reason: "Forbidden",
        },
        {
          expression: `variables.mayMount || variables.volumes.all(v, ${harmlessVolume})`,
          message: `Remove the token of the Kubernetes API, or set automountServiceAccountToken to false: ${optIn}. ${otherAudience}.`,
          messageExpression: `'The pod would mount a token of ' + variables.account + ', which ${mayNotCall}: ${removal}; ${optIn}, ${otherAudience}.'`,
          reason: "Forbidden",
        },
      ],
      auditAnnotations: [
        {
          key: "service-account",
          valueExpression: "variables.ofController ? '' : string(variables.account)",
        },
      ],
    },
  };
}
