import { celList, celString } from "./cel.ts";
import { type ExemptNamespace, judgedNamespaces } from "./exempt-namespaces.ts";
import { declaredHosts, dnsAnnotations, isDeclared, undeclaredMessage } from "./hosts.ts";
import type { AdmissionPolicy } from "./policy.ts";

/**
 * Annotations by which an Ingress claims more than its rules say, on controllers that tenants share.
 *
 * - `server-alias` of nginx and HAProxy: further hosts.
 * - `host-aliases` of Kong, `redirect-from` of HAProxy, `from-to-www-redirect` of nginx: further hosts as well;
 *   `tcp-service-port` of HAProxy: a port of the proxy.
 * - `config-*` of HAProxy, and `*-snippet(s)` of any nginx: raw configuration, with which all Secrets of the cluster can be had (CVE-2021-25742).
 * - AWS Load Balancer Controller, `docs/guide/ingress/annotations.md`: `group.name` joins the load balancer of others,
 *   to "add more rules or overwrite existing rules with higher priority"; `conditions.*` adds hosts to a rule's own
 *   ("Host is www.example.com OR anno.example.com"); `actions.*` forwards to any target group, by its ARN.
 *
 * Where a load balancer stands and which certificate it has is for the platform's IngressClassParams, which win over
 * annotations.
 */
export const claimingAnnotations =
  "^([^/]+/)?(server-alias(-regex)?|host-aliases|redirect-from(-regex)?|from-to-www-redirect|tcp-service-port|config-[a-z-]+|[a-z-]+-snippets?)$|^alb[.]ingress[.]kubernetes[.]io/(group[.]name|(conditions|actions)[.].+)$";

/**
 * An Ingress claims hosts of its own namespace only, and never whatever nobody else claims: no default backend, no
 * rule and no TLS section without a host.
 *
 * It is judged again once its spec or annotations change: a host taken back later doesn't keep the load balancer's
 * controller from its finalizer, or the Ingress from being deleted.
 */
export function ingressesPolicy(exempt: readonly ExemptNamespace[]): AdmissionPolicy {
  return {
    name: "casemate-ingresses",
    summary: "Ingresses with hosts that their namespace doesn't declare, or that take what no other claims.",
    controls: ["B4", "D5", "NSA-NET-16", "NSA-UPG-05", "T1190", "K06:2025"],
    spec: {
      failurePolicy: "Fail",
      matchConstraints: {
        namespaceSelector: judgedNamespaces(exempt),
        resourceRules: [
          {
            apiGroups: ["networking.k8s.io"],
            apiVersions: ["v1"],
            operations: ["CREATE", "UPDATE"],
            resources: ["ingresses"],
          },
        ],
      },
      matchConditions: [
        {
          name: "new-or-changed",
          expression:
            "request.operation == 'CREATE' || object.spec != oldObject.spec || object.metadata.?annotations != oldObject.metadata.?annotations",
        },
      ],
      variables: [
        declaredHosts,
        {
          name: "undeclared",
          expression: `object.spec.?rules.orValue([]).map(rule, rule.?host.orValue('')).filter(host, !${isDeclared("host")})`,
        },
        {
          name: "undeclaredTls",
          expression: `object.spec.?tls.orValue([]).map(tls, tls.?hosts.orValue([]).size() == 0 ? [''] : tls.hosts.filter(host, !${isDeclared("host")})).filter(hosts, hosts.size() > 0)`,
        },
        {
          name: "claims",
          expression: `object.metadata.?annotations.orValue({}).filter(key, key in ${celList(dnsAnnotations)} || key.matches(${celString(claimingAnnotations)}))`,
        },
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
        {
          expression: "variables.claims.size() == 0",
          message: "Leave annotations out that claim hosts, or configuration, beyond what the spec says.",
          messageExpression:
            "'Refused annotations: ' + variables.claims.join(', ') + '. They claim more than the rules say, on load balancers and proxies that tenants share. Say it by rules, or ask the platform.'",
        },
      ],
    },
  };
}
