import { mitre, nsa, owasp, requirement } from "../../../controls/ids.ts";
import { type ExemptNamespace, judgedNamespaces } from "../../contract/exempt-namespaces.ts";
import type { AdmissionPolicy } from "../cel/admission-policy.ts";
import { excessVariable, metadataBounds, sizeBound, withinBounds } from "../cel/bounds.ts";
import { noClaims, objectClaims, specOrClaimsChanged } from "../cel/claiming-annotations.ts";
import { coreRule } from "../cel/resource-rules.ts";

/** CEL for the fix: what to use instead of a Service of another type. */
const otherWay =
  "object.spec.type == 'ExternalName'" +
  " ? 'Call ' + object.spec.?externalName.orValue('the host') + ' by its own name, and declare the flow.'" +
  " : 'Use type ClusterIP, and an Ingress with a host that the tenant declares; for a load balancer, declare exposure.'";

/** kube-proxy writes rules for each port on every node. A quota counts Services, and not their ports. */
const bounds = [
  ...metadataBounds,
  sizeBound("spec.ports", "object.spec.?ports.orValue([])", 100),
  sizeBound("spec.selector", "object.spec.?selector.orValue({})", 50),
  sizeBound("spec.loadBalancerSourceRanges", "object.spec.?loadBalancerSourceRanges.orValue([])", 100),
];

/**
 * Services must be reachable only inside the cluster.
 *
 * - NodePort opens the cluster to traffic outside the platform's Ingress hosts, certificates and logs. LoadBalancer does
 *   too: `casemate-exposure` compares it with the namespace's exposures.
 * - `externalIPs` takes traffic for any address from every node (CVE-2020-8554). EKS runs without the plugin
 *   DenyServiceExternalIPs. The same attack by `status.loadBalancer` needs the type LoadBalancer.
 * - ExternalName gives an internal name to any host, even to another tenant's Service behind a shared Ingress
 *   controller. The projects ingress-nginx and Gateway API both advise against it.
 * - An annotation can make external-dns publish any name for a headless Service, or pass raw configuration to HAProxy.
 *
 * An existing Service is checked again when its spec or annotations change, also by a write to its status
 * (`pkg/registry/core/service/strategy.go`).
 */
export function servicesPolicy(exempt: readonly ExemptNamespace[]): AdmissionPolicy {
  return {
    name: "casemate-services",
    summary:
      "Services that accept traffic from outside, take others' addresses, or give names to external hosts.",
    controls: [...requirement("B4", "D2"), ...nsa("NSA-NET-16"), ...mitre("T1133"), ...owasp("K06:2025")],
    spec: {
      failurePolicy: "Fail",
      matchConstraints: {
        namespaceSelector: judgedNamespaces(exempt),
        resourceRules: [coreRule(["CREATE", "UPDATE"], ["services", "services/status"])],
      },
      matchConditions: [specOrClaimsChanged],
      variables: [excessVariable(bounds), objectClaims],
      validations: [
        withinBounds,
        {
          expression: "object.spec.type in ['ClusterIP', 'LoadBalancer']",
          message: "Services are of type ClusterIP. The platform's gateway brings traffic from outside.",
          messageExpression: `'Services of type ' + object.spec.type + ' are refused here. ' + (${otherWay})`,
        },
        {
          expression: "object.spec.?externalIPs.orValue([]).size() == 0",
          message:
            "externalIPs are refused: they take traffic of addresses that may be others'. Use an Ingress with a host that the tenant declares.",
        },
        noClaims,
      ],
    },
  };
}
