import { cis, mitre, nsa, requirement } from "../../../controls/ids.ts";
import { type ExemptNamespace, tenantNamespaces } from "../../contract/exempt-namespaces.ts";
import { isPlatform, networkPolicyController } from "../cel/actors.ts";
import type { AdmissionPolicy } from "../cel/admission-policy.ts";
import { allOf, anyOf } from "../cel/cel.ts";
import { byControlPlane } from "../cel/control-plane-actors.ts";

/** What EKS's controller makes of NetworkPolicies, and the nodes enforce: it alone writes these. */
const ofTheController = allOf(
  "request.resource.resource == 'policyendpoints'",
  `request.userInfo.username == '${networkPolicyController}'`,
);

/**
 * What a tenant's pods may reach is declared, so the platform alone writes NetworkPolicies in its namespace, with or
 * without the mark: they add up, and one more opens what all others leave closed.
 *
 * EKS's kinds are judged as well: `ApplicationNetworkPolicy` adds up likewise, `PolicyEndpoint` is what the nodes
 * enforce, and `SecurityGroupPolicy` puts pods into security groups of its choice.
 */
export function networkPoliciesPolicy(exempt: readonly ExemptNamespace[]): AdmissionPolicy {
  const operations = ["CREATE", "UPDATE", "DELETE"] as const;
  return {
    name: "casemate-network-policies",
    summary: "NetworkPolicies in a tenant's namespace by anybody but the platform.",
    controls: [
      ...requirement("A4", "D2", "E2"),
      ...cis("4.3.2"),
      ...nsa("NSA-NET-03"),
      ...mitre("T1562.001"),
    ],
    spec: {
      failurePolicy: "Fail",
      matchConstraints: {
        namespaceSelector: tenantNamespaces(exempt),
        resourceRules: [
          {
            apiGroups: ["networking.k8s.io"],
            apiVersions: ["v1"],
            operations,
            resources: ["networkpolicies"],
          },
          {
            apiGroups: ["networking.k8s.aws"],
            apiVersions: ["*"],
            operations,
            resources: ["applicationnetworkpolicies", "policyendpoints"],
          },
          {
            apiGroups: ["vpcresources.k8s.aws"],
            apiVersions: ["*"],
            operations,
            resources: ["securitygrouppolicies"],
          },
        ],
      },
      validations: [
        {
          expression: anyOf(byControlPlane, `(${ofTheController})`, isPlatform),
          message:
            "Only the platform opens traffic in a tenant's namespace. Declare the flow in the tenant, by accepts or calls.",
          reason: "Forbidden",
        },
      ],
    },
  };
}
