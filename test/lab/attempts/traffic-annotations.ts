import { mitre, nsa, requirement } from "../../../controls/ids.ts";
import type { Attempt } from "../support/attempt.ts";
import { backend, declaredHost, hostRules, makeIngress } from "../support/ingress-objects.ts";
import { make, pathOf } from "../support/requests.ts";
import { table } from "../support/tables.ts";

const annotated = (annotations: Record<string, string>) =>
  makeIngress("storefront", hostRules(declaredHost), annotations);
const withPath = (path: string) =>
  makeIngress("storefront", {
    rules: [{ host: declaredHost, http: { paths: [{ path, pathType: "ImplementationSpecific", backend }] } }],
  });
const route = (rule: object, annotations = {}) =>
  make(pathOf("gateway.networking.k8s.io/v1", "httproutes", "storefront"), {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "HTTPRoute",
    metadata: { name: "attempt", annotations },
    spec: {
      parentRefs: [{ name: "shared", namespace: "gateway" }],
      hostnames: [declaredHost],
      rules: [rule],
    },
  });
const service = { name: "frontend", port: 80 };

/** Annotations, values and paths that a shared proxy turns into its configuration. */
export const attempts: readonly Attempt[] = [
  ...table(
    {
      as: "developer of storefront",
      expect: "refused",
      by: "casemate-ingresses",
      why: "The proxy is shared: its configuration reaches other tenants' backends and Secrets.",
      serves: [...requirement("B4", "D5"), ...nsa("NSA-NET-16"), ...mitre("T1190")],
    },
    [
      {
        name: "has nginx ask another tenant's Service for each login",
        does: annotated({ "nginx.ingress.kubernetes.io/auth-url": "http://paymentservice.payments.svc/" }),
      },
      {
        name: "injects configuration by nginx's auth-tls-match-cn",
        does: annotated({
          "nginx.ingress.kubernetes.io/auth-tls-match-cn": "CN=abc #(\n){}\n }} load_module x;",
        }),
      },
      {
        name: "mirrors requests by nginx to an address of its choice",
        does: annotated({
          "nginx.ingress.kubernetes.io/mirror-target": "http://169.254.169.254/$request_uri",
        }),
      },
      {
        name: "rewrites paths by nginx with the end of a block",
        does: annotated({ "nginx.ingress.kubernetes.io/rewrite-target": "/ last; } location /x {" }),
      },
      {
        name: "ends a directive in the value of a harmless annotation of nginx",
        does: annotated({ "nginx.ingress.kubernetes.io/proxy-body-size": "8m; } location /x {" }),
      },
      {
        name: "breaks a line in the value of a harmless annotation of nginx",
        does: annotated({ "nginx.ingress.kubernetes.io/proxy-read-timeout": "60\nreturn 200" }),
      },
      {
        name: "takes another tenant's Service as backend by HAProxy's annotation",
        does: annotated({ "haproxy.org/cr-backend": "payments/paymentservice" }),
      },
      {
        name: "has HAProxy ask another tenant's Service for each login",
        does: annotated({ "haproxy-ingress.github.io/auth-url": "svc://payments/paymentservice:80/" }),
      },
      {
        name: "attaches policies of NGINX Inc's controller",
        does: annotated({ "nginx.org/policies": "payments/open" }),
      },
      {
        name: "opens more ports of the shared proxy",
        does: annotated({ "nginx.org/listen-ports": "22,8443" }),
      },
      {
        name: "claims names in TLS by Kong's annotation",
        does: annotated({ "konghq.com/snis": "pay.example.com" }),
      },
      {
        name: "takes addresses of a pool of the platform",
        does: annotated({ "alb.ingress.kubernetes.io/ipam-ipv4-pool-id": "ipam-pool-0123" }),
      },
      {
        name: "puts its load balancer into subnets of its choice",
        does: annotated({ "alb.ingress.kubernetes.io/subnets": "subnet-0123" }),
      },
      {
        name: "uses a middleware of another namespace by Traefik's annotation",
        does: annotated({
          "traefik.ingress.kubernetes.io/router.middlewares": "payments-auth@kubernetescrd",
        }),
      },
      {
        name: "sets an annotation of a controller that Casemate doesn't know",
        does: annotated({ "ingress.example.com/upstream": "payments" }),
      },
      { name: "ends a block of the proxy in a path", does: withPath("/a {}}} location /b {") },
      { name: "ends a directive of the proxy in a path", does: withPath("/a;return") },
    ],
  ),
  ...table(
    {
      as: "delegate of storefront",
      expect: "refused",
      by: "casemate-routes",
      why: "A controller's own kinds and annotations can reach what the route doesn't name.",
      serves: [...requirement("B4", "D5"), ...nsa("NSA-NET-16"), ...mitre("T1190")],
    },
    [
      {
        name: "filters a route by a controller's own kind",
        does: route({
          filters: [
            {
              type: "ExtensionRef",
              extensionRef: { group: "example.com", kind: "Middleware", name: "open" },
            },
          ],
          backendRefs: [service],
        }),
      },
      {
        name: "routes to a target group by a controller's own kind",
        does: route({ backendRefs: [{ group: "example.com", kind: "TargetGroup", name: "payments" }] }),
      },
      {
        name: "sets an annotation of a controller on a route",
        does: route({ backendRefs: [service] }, { "konghq.com/plugins": "open" }),
      },
    ],
  ),
  ...table(
    {
      as: "developer of storefront",
      expect: "admitted",
      why: "Applications tune the proxy for their own host.",
      serves: [...requirement("B4")],
    },
    [
      {
        name: "sets sizes and times of nginx",
        does: annotated({
          "nginx.ingress.kubernetes.io/proxy-body-size": "8m",
          "nginx.ingress.kubernetes.io/proxy-read-timeout": "120",
          "nginx.ingress.kubernetes.io/ssl-redirect": "true",
        }),
      },
      {
        name: "sets health checks, listeners and a certificate of an AWS load balancer",
        does: annotated({
          "alb.ingress.kubernetes.io/scheme": "internet-facing",
          "alb.ingress.kubernetes.io/listen-ports": '[{"HTTP": 80}, {"HTTPS": 443}]',
          "alb.ingress.kubernetes.io/healthcheck-path": "/_healthz",
          "alb.ingress.kubernetes.io/success-codes": "200-299",
          "alb.ingress.kubernetes.io/certificate-arn":
            "arn:aws:acm:eu-central-1:111122223333:certificate/12345678-1234-1234-1234-123456789012",
        }),
      },
      {
        name: "requests a certificate for its host, deployed by Helm and Argo CD",
        does: annotated({
          "cert-manager.io/cluster-issuer": "public",
          "meta.helm.sh/release-name": "shop",
          "argocd.argoproj.io/sync-wave": "2",
          "kubectl.kubernetes.io/last-applied-configuration": '{"kind":"Ingress","spec":{}}',
        }),
      },
      { name: "routes a path with a wildcard", does: withPath("/static/*") },
    ],
  ),
  {
    name: "rewrites a path in a route of its host",
    as: "delegate of storefront",
    does: route({
      filters: [
        { type: "URLRewrite", urlRewrite: { path: { type: "ReplacePrefixMatch", replacePrefixMatch: "/" } } },
      ],
      backendRefs: [service],
    }),
    expect: "admitted",
    why: "The standard filters of Gateway API only change requests to the route's own backends.",
    serves: [...requirement("B4")],
  },
];
