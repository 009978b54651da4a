import type { NamedExpression, Validation } from "./admission-policy.ts";
import { bounded } from "./bounds.ts";
import { celList, celString } from "./cel.ts";

/**
 * Annotations of Ingresses, Gateways and routes. Controllers that tenants share turn them into configuration: a value
 * can claim hosts, reach other tenants' backends, or contain directives of the proxy (CVE-2021-25742, CVE-2025-1974).
 * A list of harmful ones is never complete. So admission allows those that are known to be harmless, and the platform
 * can allow more.
 */

const of = (prefix: string, ...names: readonly string[]) => names.map((name) => `${prefix}/${name}`);

/** Annotations that no controller of traffic reads: tools' notes about the object, for people and for themselves. */
const ofTools = [
  "^(meta[.])?helm[.]sh/",
  "^kubectl[.]kubernetes[.]io/",
  "^argocd[.]argoproj[.]io/",
  "^([a-z-]+[.])*toolkit[.]fluxcd[.]io/",
  "^pulumi[.]com/",
  "^app[.]kubernetes[.]io/",
  "^kubernetes[.]io/description$",
].join("|");

/**
 * AWS Load Balancer Controller. Each of these says something about the Ingress' own target groups and listeners. Left
 * out are those that affect a shared load balancer, its place in the network, its firewall, logs and TLS policy, and
 * `actions.*` and `conditions.*`. The policy casemate-exposure judges `scheme` and `target-type`.
 *
 * Source: github.com/kubernetes-sigs/aws-load-balancer-controller v3.5.0, `docs/guide/ingress/annotations.md`.
 */
const ofAlb = of(
  "alb.ingress.kubernetes.io",
  "auth-idp-cognito",
  "auth-idp-oidc",
  "auth-on-unauthenticated-request",
  "auth-scope",
  "auth-session-cookie",
  "auth-session-timeout",
  "auth-type",
  "backend-protocol",
  "backend-protocol-version",
  "certificate-arn",
  "healthcheck-interval-seconds",
  "healthcheck-path",
  "healthcheck-port",
  "healthcheck-protocol",
  "healthcheck-timeout-seconds",
  "healthy-threshold-count",
  "inbound-cidrs",
  "ip-address-type",
  "listen-ports",
  "scheme",
  "ssl-redirect",
  "success-codes",
  "target-group-attributes",
  "target-type",
  "unhealthy-threshold-count",
);

/**
 * ingress-nginx: numbers, sizes, times and switches, which its validation also checks. Secrets must be of
 * the own namespace, which `claimsOf` checks. Left out are names of hosts, URLs, paths, headers and expressions.
 *
 * Source: github.com/kubernetes/ingress-nginx, `docs/user-guide/nginx-configuration/annotations-risk.md`.
 */
const ofNginx = of(
  "nginx.ingress.kubernetes.io",
  "affinity",
  "affinity-mode",
  "auth-secret",
  "auth-secret-type",
  "auth-tls-secret",
  "auth-tls-verify-client",
  "auth-tls-verify-depth",
  "auth-type",
  "backend-protocol",
  "client-body-buffer-size",
  "cors-allow-credentials",
  "cors-max-age",
  "enable-cors",
  "force-ssl-redirect",
  "limit-burst-multiplier",
  "limit-connections",
  "limit-rate",
  "limit-rpm",
  "limit-rps",
  "preserve-trailing-slash",
  "proxy-body-size",
  "proxy-buffer-size",
  "proxy-buffering",
  "proxy-buffers-number",
  "proxy-connect-timeout",
  "proxy-max-temp-file-size",
  "proxy-read-timeout",
  "proxy-request-buffering",
  "proxy-send-timeout",
  "service-upstream",
  "session-cookie-expires",
  "session-cookie-max-age",
  "session-cookie-samesite",
  "session-cookie-secure",
  "ssl-redirect",
);

/** cert-manager, `docs/reference/annotations`: who issues the certificate of the declared hosts, and for how long. */
const ofCertManager = of(
  "cert-manager.io",
  "cluster-issuer",
  "duration",
  "issuer",
  "issuer-group",
  "issuer-kind",
  "private-key-algorithm",
  "private-key-rotation-policy",
  "private-key-size",
  "renew-before",
  "revision-history-limit",
  "usages",
);

/** external-dns: how long resolvers keep the record of a declared host. */
const ofExternalDns = ["external-dns.alpha.kubernetes.io/ttl", "external-dns.kubernetes.io/ttl"];

const harmless = [
  ...ofAlb,
  ...ofNginx,
  ...ofCertManager,
  ...ofExternalDns,
  "kubernetes.io/ingress.class",
  "kubernetes.io/tls-acme",
];

/** The AWS controller parses JSON. In all other values, these characters end a directive, or begin a block. */
const strictValue = "^[^{};\"'`\\\\\\x00-\\x1f\\x7f]{0,1000}$";
const jsonValue = "^[^\\x00-\\x1f\\x7f]{0,1000}$";

/**
 * `variables.refusedAnnotations`: the keys that aren't known to be harmless, or whose values have characters of a
 * proxy's configuration.
 *
 * @param annotations - CEL for the annotations: a map
 * @param allowed - the keys that the platform allows in addition
 */
export function refusedAnnotations(annotations: string, allowed: readonly string[]): string {
  const isKnown = `(key in ${celList([...harmless, ...allowed])})`;
  const value = `${annotations}[key]`;
  const form = `(key.startsWith('alb.') ? ${value}.matches(${celString(jsonValue)}) : ${value}.matches(${celString(strictValue)}))`;
  return `${annotations}.filter(key, !key.matches(${celString(ofTools)}) && !(${isKnown} && ${form}))`;
}

/** The same for the object's own annotations. */
export function objectAnnotations(allowed: readonly string[]): NamedExpression {
  return {
    name: "refusedAnnotations",
    expression: bounded(refusedAnnotations("object.metadata.?annotations.orValue({})", allowed), "[]"),
  };
}

/** Refuses the annotations in the variable `refusedAnnotations`. */
export const noOtherAnnotations: Validation = {
  expression: "variables.refusedAnnotations.size() == 0",
  message:
    "Leave annotations out that admission doesn't know to be harmless, and plain characters in the values of others.",
  messageExpression:
    "'Refused annotations: ' + variables.refusedAnnotations.join(', ') + '. On proxies and load balancers that tenants " +
    "share, they could claim more than the spec says. Leave them out, or ask the platform to allow the keys.'",
};
