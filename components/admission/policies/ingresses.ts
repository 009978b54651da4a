import { mitre, nsa, owasp, requirement } from "../../../controls/ids.ts";
import { type ExemptNamespace, judgedNamespaces } from "../../contract/exempt-namespaces.ts";
import type { AdmissionPolicy } from "../cel/admission-policy.ts";
import { noClaims, objectClaims, specOrClaimsChanged } from "../cel/claims.ts";
import { declaredHosts, isDeclared, undeclaredMessage } from "../cel/declared-hosts.ts";

/** The hosts of all rules; empty for a rule without one. */
const ruleHosts = "object.spec.?rules.orValue([]).map(rule, rule.?host.orValue(''))";
/** The hosts of a section `tls` that aren't declared; an empty one for a section without hosts. */
const undeclaredOfTls = `tls.?hosts.orValue([]).size() == 0 ? [''] : tls.hosts.filter(host, !${isDeclared("host")})`;

/**
 * An Ingress claims hosts of its own namespace only, and never whatever nobody else claims: no default backend, no
 * rule and no TLS section without a host.
 *
 * It is judged again once its spec or annotations change: a host taken back later doesn't keep the load balancer's
 * controller from its finalizer, or the Ingress from being deleted. Who writes its status can annotate it as well
 * (`pkg/registry/networking/ingress/strategy.go`).
 */
export function ingressesPolicy(exempt: readonly ExemptNamespace[]): AdmissionPolicy {
  return {
    name: "casemate-ingresses",
    summary: "Ingresses with hosts that their namespace doesn't declare, or that take what no other claims.",
    controls: [
      ...requirement("B4", "D5"),
      ...nsa("NSA-NET-16", "NSA-UPG-05"),
      ...mitre("T1190"),
      ...owasp("K06:2025"),
    ],
    spec: {
      failurePolicy: "Fail",
      matchConstraints: {
        namespaceSelector: judgedNamespaces(exempt),
        resourceRules: [
          {
            apiGroups: ["networking.k8s.io"],
            apiVersions: ["v1"],
            operations: ["CREATE", "UPDATE"],
            resources: ["ingresses", "ingresses/status"],
          },
        ],
      },
      matchConditions: [specOrClaimsChanged],
      variables: [
        declaredHosts,
        {
          name: "undeclared",
          expression: `${ruleHosts}.filter(host, !${isDeclared("host")})`,
        },
        {
          name: "undeclaredTls",
          expression: `object.spec.?tls.orValue([]).map(tls, ${undeclaredOfTls}).filter(hosts, hosts.size() > 0)`,
        },
        objectClaims,
      ],
      validations: [
        {
          expression: "!has(object.spec.defaultBackend)",
          message:
            "A default backend is refused: it takes requests for hosts that nobody declared. Use rules with hosts that the tenant declares.",
        },
        {
          expression: "object.spec.?rules.orValue([]).size() > 0",
          message:
            "An Ingress without rules is refused: it stands for all hosts. Use rules with hosts that the tenant declares.",
        },
        {
          expression: "variables.undeclared.size() == 0",
          message: `Name declared hosts only, one in each rule. Add them to hosts in the tenant.`,
          messageExpression: undeclaredMessage("variables.undeclared"),
        },
        {
          expression: "variables.undeclaredTls.size() == 0",
          message: `Name declared hosts only in tls, one at least. Add them to hosts in the tenant.`,
          messageExpression: `'In tls: ' + variables.undeclaredTls.map(hosts, ${undeclaredMessage("hosts")})[0]`,
        },
        noClaims,
      ],
    },
  };
}
