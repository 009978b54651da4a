import type { NamedExpression } from "./admission-policy.ts";
import { bounded } from "./bounds.ts";
import { anyOf, celString } from "./cel.ts";

/**
 * Annotations whose names external-dns publishes in addition to an object's own hosts. The pattern has its default
 * prefix since v0.22, and the earlier one: github.com/kubernetes-sigs/external-dns docs/annotations.
 */
export const dnsAnnotations = "^external-dns[.](alpha[.])?kubernetes[.]io/(internal-)?hostname$";

/**
 * Annotations by which an Ingress, a Service or a Gateway claims more than its spec, on controllers that tenants share.
 *
 * - `server-alias` of nginx and HAProxy: more hosts.
 * - `host-aliases` of Kong, `redirect-from` of HAProxy, `from-to-www-redirect` of nginx: also more hosts.
 * - `tcp-service-port` of HAProxy: a port of the proxy.
 * - `config-*` and `route-acl` of HAProxy, and `*-snippet(s)` of any proxy: raw configuration, which can read all
 *   Secrets of the cluster (CVE-2021-25742). HAProxy also reads them from Services.
 * - cert-manager, `docs/reference/annotations`: more names in the certificate.
 * - AWS Load Balancer Controller, `docs/guide/ingress/annotations.md`:
 *   - `group.name` joins a shared load balancer, to "add more rules or overwrite existing rules with higher priority";
 *   - `conditions.*` adds hosts to a rule's own ("Host is www.example.com OR anno.example.com");
 *   - `actions.*` forwards to any target group, by its ARN;
 *   - the others affect the whole load balancer of a group: its firewall, security groups, logs, client certificates.
 *
 * The platform sets scheme, subnets, TLS policy and certificates of a load balancer in IngressClassParams, which take
 * precedence over annotations.
 */
export const claimingAnnotations = [
  `^([^/]+/)?(${[
    "server-alias(-regex)?",
    "host-aliases",
    "redirect-from(-regex)?",
    "from-to-www-redirect",
    "tcp-service-port",
    "config-[a-z-]+",
    "route-acl",
    "[a-z-]+-snippets?",
  ].join("|")})$`,
  "^cert-manager[.]io/(common-name|alt-names|[a-z]+-sans)$",
  "^alb[.]ingress[.]kubernetes[.]io/(group[.]name|(conditions|actions)[.].+)$",
  `^alb[.]ingress[.]kubernetes[.]io/(${[
    "security-groups",
    "manage-backend-security-group-rules",
    "waf-acl-id",
    "wafv2-acl-[a-z]+",
    "shield-advanced-protection",
    "load-balancer-(name|attributes)",
    "mutual-authentication",
    "customer-owned-ipv4-pool",
    "(enable-)?frontend-nlb(-.+)?",
  ].join("|")})$`,
].join("|");

/**
 * Annotations that name a Secret or ConfigMap by `namespace/name`. Some controllers read those of all namespaces:
 * ingress-nginx before 1.12 (`allow-cross-namespace-resources`), HAProxy.
 */
export const referringAnnotations = "[/-](secret|configmap|set-headers|custom-headers|ca|crt)$";

/** CEL for the annotations, in a map of annotations, that claim more than the object's spec. */
export function claimsOf(annotations: string): string {
  const claims = `key.matches(${celString(`${dnsAnnotations}|${claimingAnnotations}`)})`;
  const refers = `key.matches(${celString(referringAnnotations)})`;
  const elsewhere = `${annotations}[key].contains('/') && !${annotations}[key].startsWith(request.namespace + '/')`;
  return `${annotations}.filter(key, ${claims} || (${refers} && ${elsewhere}))`;
}

/** The claiming annotations of the request's object: a variable for `noClaims`. */
export const objectClaims: NamedExpression = {
  name: "claims",
  expression: bounded(claimsOf("object.metadata.?annotations.orValue({})"), "[]"),
};

/** Objects are checked when they are created and when their spec or annotations change. */
export const specOrClaimsChanged: NamedExpression = {
  name: "new-or-changed",
  expression: anyOf(
    "request.operation == 'CREATE'",
    "object.spec != oldObject.spec",
    "object.metadata.?annotations != oldObject.metadata.?annotations",
  ),
};

/** Refuses the annotations in the variable `claims`. */
export const noClaims = {
  expression: "variables.claims.size() == 0",
  message:
    "Leave annotations out that claim hosts, configuration or others' Secrets beyond what the spec says.",
  messageExpression:
    "'Refused annotations: ' + variables.claims.join(', ') + '. They claim more than the spec says, on DNS, " +
    "load balancers and proxies that tenants share. Say it by hosts in rules, or ask the platform.'",
} as const;
