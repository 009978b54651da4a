import type { Actor, Attempt, Request, Tenant } from "../support/attempt.ts";
import { jsonPatch, make, mergePatch, pathOf } from "../support/requests.ts";

/** Hosts that are others', or nobody's, by Ingress. Only `storefront` declares one. */

const declared = "shop.example.com";
const ingresses = (tenant: Tenant) => pathOf("networking.k8s.io/v1", "ingresses", tenant);
const backend = { service: { name: "frontend", port: { number: 80 } } };
const http = { paths: [{ path: "/", pathType: "Prefix", backend }] };

const ingress = (spec: object, annotations = {}) => ({
  apiVersion: "networking.k8s.io/v1",
  kind: "Ingress",
  metadata: { name: "attempt", annotations },
  spec,
});
const withHost = (host?: string) => ({ rules: [{ ...(host !== undefined && { host }), http }] });
const made = (tenant: Tenant, spec: object, annotations = {}) =>
  make(ingresses(tenant), ingress(spec, annotations));

type Case = readonly [what: string, as: Actor, does: Request];

const stolen: readonly Case[] = [
  ["claims another tenant's host", "developer of checkout", made("checkout", withHost(declared))],
  [
    "claims all hosts of the domain by a wildcard",
    "developer of storefront",
    made("storefront", withHost("*.example.com")),
  ],
  ["claims a host below its own", "developer of storefront", made("storefront", withHost(`pay.${declared}`))],
  [
    "claims a host that ends as its own",
    "developer of storefront",
    made("storefront", withHost(`evil-${declared}`)),
  ],
  ["claims all hosts by a rule without one", "developer of storefront", made("storefront", withHost())],
  [
    "claims all hosts by a default backend",
    "developer of storefront",
    made("storefront", { defaultBackend: backend }),
  ],
  [
    "claims all hosts by a default backend beside its own host",
    "developer of storefront",
    made("storefront", { ...withHost(declared), defaultBackend: backend }),
  ],
  [
    "claims another host in a second rule",
    "developer of storefront",
    made("storefront", { rules: [...withHost(declared).rules, ...withHost("pay.example.com").rules] }),
  ],
  [
    "asks for a certificate of another host",
    "developer of storefront",
    made("storefront", { ...withHost(declared), tls: [{ hosts: ["pay.example.com"], secretName: "pay" }] }),
  ],
  [
    "asks for a certificate of no host in particular",
    "developer of storefront",
    made("storefront", { ...withHost(declared), tls: [{ secretName: "any" }] }),
  ],
  [
    "claims another host by an alias in an annotation",
    "developer of storefront",
    made("storefront", withHost(declared), { "nginx.ingress.kubernetes.io/server-alias": "pay.example.com" }),
  ],
  [
    "writes the proxy's configuration by an annotation",
    "developer of storefront",
    made("storefront", withHost(declared), {
      "nginx.ingress.kubernetes.io/configuration-snippet": "proxy_pass http://169.254.169.254;",
    }),
  ],
  [
    "joins the load balancer of others by an annotation",
    "developer of storefront",
    made("storefront", withHost(declared), { "alb.ingress.kubernetes.io/group.name": "platform" }),
  ],
  [
    "adds a host to its rule by an annotation",
    "developer of storefront",
    made("storefront", withHost(declared), {
      "alb.ingress.kubernetes.io/conditions.frontend":
        '[{"field":"host-header","hostHeaderConfig":{"values":["pay.example.com"]}}]',
    }),
  ],
  [
    "forwards to another tenant's targets by an annotation",
    "operator of storefront",
    made("storefront", withHost(declared), {
      "alb.ingress.kubernetes.io/actions.frontend": '{"type":"forward","targetGroupARN":"arn:aws:x"}',
    }),
  ],
  [
    "publishes another host by an annotation",
    "operator of storefront",
    made("storefront", withHost(declared), {
      "external-dns.alpha.kubernetes.io/hostname": "pay.example.com",
    }),
  ],
  [
    "publishes another host by an annotation of external-dns 0.22",
    "developer of storefront",
    made("storefront", withHost(declared), { "external-dns.kubernetes.io/hostname": "pay.example.com" }),
  ],
  [
    "asks for a certificate of another host by an annotation",
    "developer of storefront",
    made("storefront", withHost(declared), { "cert-manager.io/common-name": "pay.example.com" }),
  ],
  [
    "asks for a certificate of an address by an annotation",
    "developer of storefront",
    made("storefront", withHost(declared), { "cert-manager.io/ip-sans": "203.0.113.10" }),
  ],
  [
    "takes the firewall off the load balancer by an annotation",
    "developer of storefront",
    made("storefront", withHost(declared), { "alb.ingress.kubernetes.io/wafv2-acl-arn": "none" }),
  ],
  [
    "chooses the load balancer's security groups by an annotation",
    "developer of storefront",
    made("storefront", withHost(declared), { "alb.ingress.kubernetes.io/security-groups": "sg-0" }),
  ],
  [
    "turns the load balancer's access log off by an annotation",
    "operator of storefront",
    made("storefront", withHost(declared), {
      "alb.ingress.kubernetes.io/load-balancer-attributes": "access_logs.s3.enabled=false",
    }),
  ],
  [
    "has the proxy read another tenant's Secret by an annotation",
    "developer of storefront",
    made("storefront", withHost(declared), {
      "nginx.ingress.kubernetes.io/auth-tls-secret": "payments/paymentservice",
    }),
  ],
];

const standing = [
  { as: "platform", method: "POST", path: ingresses("storefront"), body: ingress(withHost(declared)) },
] as const;
const one = `${ingresses("storefront")}/attempt`;

const changed: readonly Case[] = [
  [
    "turns its Ingress to another host by a JSON patch",
    "developer of storefront",
    jsonPatch(one, { op: "replace", path: "/spec/rules/0/host", value: "pay.example.com" }),
  ],
  [
    "adds a default backend to its Ingress",
    "developer of storefront",
    mergePatch(one, { spec: { defaultBackend: backend } }),
  ],
  [
    "adds an alias to its Ingress",
    "operator of storefront",
    mergePatch(one, {
      metadata: { annotations: { "nginx.ingress.kubernetes.io/server-alias": "pay.example.com" } },
    }),
  ],
  [
    "adds an alias to its Ingress through the status",
    "delegate of storefront",
    mergePatch(`${one}/status`, {
      metadata: { annotations: { "nginx.ingress.kubernetes.io/server-alias": "pay.example.com" } },
    }),
  ],
];

const why = "Whoever has the host has its visitors, their passwords and their certificates.";
const serves = ["B4", "D5", "NSA-NET-16", "T1190"] as const;

/** Ingresses. */
export const ingressHosts: readonly Attempt[] = [
  ...[...stolen, ...changed].map(
    ([what, as, does]): Attempt => ({
      name: what,
      as,
      ...(changed.some(([name]) => name === what) && { given: standing }),
      does,
      expect: "refused",
      by: "casemate-ingresses",
      why,
      serves,
    }),
  ),
  {
    name: "opens its declared host",
    as: "developer of storefront",
    does: made("storefront", { ...withHost(declared), tls: [{ hosts: [declared], secretName: "shop" }] }),
    expect: "admitted",
    why: "A declared host is the tenant's to serve.",
    serves: ["B4"],
  },
  {
    name: "opens its declared host with annotations of its own concern",
    as: "developer of storefront",
    does: made("storefront", withHost(declared), {
      "alb.ingress.kubernetes.io/target-type": "ip",
      "cert-manager.io/cluster-issuer": "platform",
      "nginx.ingress.kubernetes.io/auth-tls-secret": "storefront/visitors",
      "nginx.ingress.kubernetes.io/auth-secret": "staff",
    }),
    expect: "admitted",
    why: "How its own requests are handled is the tenant's.",
    serves: ["B4"],
  },
  {
    name: "writes where its Ingress is reached",
    as: "delegate of storefront",
    given: standing,
    does: mergePatch(`${one}/status`, {
      status: { loadBalancer: { ingress: [{ hostname: "lb.example.com" }] } },
    }),
    expect: "admitted",
    why: "Ingress controllers write it.",
    serves: ["B4"],
  },
];
