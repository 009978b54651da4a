import { cis, mitre, nsa, requirement } from "../../../controls/ids.ts";
import { type ExemptNamespace, tenantNamespaces } from "../../contract/exempt-namespaces.ts";
import { isPlatform, networkPolicyController } from "../cel/actors.ts";
import type { AdmissionPolicy } from "../cel/admission-policy.ts";
import { allOf, anyOf } from "../cel/cel.ts";
import { byControlPlane } from "../cel/control-plane-actors.ts";

/** EKS's controller writes PolicyEndpoints from NetworkPolicies, and the nodes enforce them. Only it may write them. */
const ofTheController = allOf(
  "request.resource.resource == 'policyendpoints'",
  `request.userInfo.username == '${networkPolicyController}'`,
);

/**
 * A tenant declares what its pods may reach. So only the platform may write NetworkPolicies in its namespace, with or
 * without the platform's label. NetworkPolicies add up: one more can open what all others leave closed.
 *
 * The policy also covers EKS's kinds. `ApplicationNetworkPolicy` objects add up too. The nodes enforce `PolicyEndpoint`
 * objects. A `SecurityGroupPolicy` can put pods into any security group.
 */
export function networkPoliciesPolicy(exempt: readonly ExemptNamespace[]): AdmissionPolicy {
  const operations = ["CREATE", "UPDATE", "DELETE"] as const;
  return {
    name: "casemate-network-policies",
    summary: "Changes of NetworkPolicies in a tenant's namespace, except by the platform.",
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
