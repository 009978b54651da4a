import { cis, nsa, requirement } from "../../../controls/ids.ts";
import { namespaceAnnotations } from "../../contract/classes.ts";
import { type ExemptNamespace, judgedNamespaces } from "../../contract/exempt-namespaces.ts";
import type { AdmissionPolicy } from "../cel/admission-policy.ts";
import { allOf } from "../cel/cel.ts";
import { linesOf } from "../cel/namespace-fields.ts";
import { madeByController, podSpecs, specChanged, volumes } from "../cel/pod-spec.ts";
import { podRules, templateRules } from "../cel/resource-rules.ts";

/** The audience of the tokens that EKS Pod Identity mounts, which the API server doesn't take. */
const podIdentity = "pods.eks.amazonaws.com";

const mayUse = [
  "authorizer.group('').resource('serviceaccounts').namespace(request.namespace)",
  ".name(variables.account).check('use').allowed()",
].join("");
/** A pod certificate speaks for the account as a token does, to whom its signer serves: Kubernetes, KEP-4317. */
const harmlessToken = allOf(
  "!has(source.podCertificate)",
  `(!has(source.serviceAccountToken) || source.serviceAccountToken.?audience.orValue('') == '${podIdentity}')`,
);
/** Whether the volume `v` holds no token of the API server's. */
const harmlessVolume = `!has(v.projected) || v.projected.?sources.orValue([]).all(source, ${harmlessToken})`;
/** The account of the pod: the newer field wins where both are set, in the server's own conversion. */
const accountFields =
  "[variables.podSpec.?serviceAccountName.orValue(''), variables.podSpec.?serviceAccount.orValue(''), dyn('default')]";
const mayNotCall = "may not call the Kubernetes API";
const removal =
  "remove the projected serviceAccountToken or podCertificate, or set automountServiceAccountToken to false";
const optIn = "kubernetesApi: true on a workload of the tenant lists its service account";

/**
 * Pods run as service accounts that their maker may use, never as `default`, and hold a token only where the
 * namespace lists the account.
 *
 * Without it, whoever may create pods acts as any service account of the namespace:
 * https://kubernetes.io/docs/concepts/security/rbac-good-practices/#workload-creation
 *
 * What built-in controllers make is judged by its token alone, which only the pod tells, after the service account
 * has had its say; the account was judged with the template. The right is the verb `use` on `serviceaccounts`, which
 * means nothing to Kubernetes itself. An operator that makes pods of its own needs it for the accounts they run as.
 */
export function serviceAccountsPolicy(exemptNamespaces: readonly ExemptNamespace[]): AdmissionPolicy {
  return {
    name: "casemate-service-accounts",
    summary:
      "Pods as default, or as a service account that their maker may not use, and tokens where the namespace doesn't opt in.",
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
        {
          name: "account",
          expression: `${accountFields}.filter(name, name != '')[0]`,
        },
        { name: "ofController", expression: madeByController },
        {
          name: "mayMount",
          expression: `variables.account in ${linesOf(namespaceAnnotations.kubernetesApi)}`,
        },
      ],
      validations: [
        {
          expression: "variables.ofController || variables.account != 'default'",
          message: "Set serviceAccountName to the workload's own service account: default is nobody's.",
          reason: "Forbidden",
        },
        {
          expression: `variables.ofController || ${mayUse}`,
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
          message: `Remove the token of the Kubernetes API, or set automountServiceAccountToken to false: ${optIn}.`,
          messageExpression: `'The pod would mount a token of ' + variables.account + ', which ${mayNotCall}: ${removal}; ${optIn}.'`,
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
