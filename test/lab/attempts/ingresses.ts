import type { Attempt, Tenant } from "../support/attempt.ts";
import { jsonPatch, make, mergePatch, pathOf } from "../support/requests.ts";
import { table } from "../support/tables.ts";

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

const standing = [
  { as: "platform", method: "POST", path: ingresses("storefront"), body: ingress(withHost(declared)) },
] as const;
const one = `${ingresses("storefront")}/attempt`;

const why = "Whoever has the host has its visitors, their passwords and their certificates.";
const serves = ["B4", "D5", "NSA-NET-16", "T1190"] as const;

/** Ingresses. */
export const attempts: readonly Attempt[] = [
  ...table({ expect: "refused", by: "casemate-ingresses", why, serves }, [
    {
      name: "claims another tenant's host",
      as: "developer of checkout",
      does: made("checkout", withHost(declared)),
    },
    {
      name: "claims all hosts of the domain by a wildcard",
      as: "developer of storefront",
      does: made("storefront", withHost("*.example.com")),
    },
    {
      name: "claims a host below its own",
      as: "developer of storefront",
      does: made("storefront", withHost(`pay.${declared}`)),
    },
    {
      name: "claims a host that ends as its own",
      as: "developer of storefront",
      does: made("storefront", withHost(`evil-${declared}`)),
    },
    {
      name: "claims all hosts by a rule without one",
      as: "developer of storefront",
      does: made("storefront", withHost()),
    },
    {
      name: "claims all hosts by a default backend",
      as: "developer of storefront",
      does: made("storefront", { defaultBackend: backend }),
    },
    {
      name: "claims all hosts by a default backend beside its own host",
      as: "developer of storefront",
      does: made("storefront", { ...withHost(declared), defaultBackend: backend }),
    },
    {
      name: "claims another host in a second rule",
      as: "developer of storefront",
      does: made("storefront", {
        rules: [...withHost(declared).rules, ...withHost("pay.example.com").rules],
      }),
    },
    {
      name: "asks for a certificate of another host",
      as: "developer of storefront",
      does: made("storefront", {
        ...withHost(declared),
        tls: [{ hosts: ["pay.example.com"], secretName: "pay" }],
      }),
    },
    {
      name: "asks for a certificate of no host in particular",
      as: "developer of storefront",
      does: made("storefront", { ...withHost(declared), tls: [{ secretName: "any" }] }),
    },
    {
      name: "claims another host by an alias in an annotation",
      as: "developer of storefront",
      does: made("storefront", withHost(declared), {
        "nginx.ingress.kubernetes.io/server-alias": "pay.example.com",
      }),
    },
    {
      name: "writes the proxy's configuration by an annotation",
      as: "developer of storefront",
      does: made("storefront", withHost(declared), {
        "nginx.ingress.kubernetes.io/configuration-snippet": "proxy_pass http://169.254.169.254;",
      }),
    },
    {
      name: "joins the load balancer of others by an annotation",
      as: "developer of storefront",
      does: made("storefront", withHost(declared), { "alb.ingress.kubernetes.io/group.name": "platform" }),
    },
    {
      name: "adds a host to its rule by an annotation",
      as: "developer of storefront",
      does: made("storefront", withHost(declared), {
        "alb.ingress.kubernetes.io/conditions.frontend":
          '[{"field":"host-header","hostHeaderConfig":{"values":["pay.example.com"]}}]',
      }),
    },
    {
      name: "forwards to another tenant's targets by an annotation",
      as: "operator of storefront",
      does: made("storefront", withHost(declared), {
        "alb.ingress.kubernetes.io/actions.frontend": '{"type":"forward","targetGroupARN":"arn:aws:x"}',
      }),
    },
    {
      name: "publishes another host by an annotation",
      as: "operator of storefront",
      does: made("storefront", withHost(declared), {
        "external-dns.alpha.kubernetes.io/hostname": "pay.example.com",
      }),
    },
    {
      name: "publishes another host by an annotation of external-dns 0.22",
      as: "developer of storefront",
      does: made("storefront", withHost(declared), {
        "external-dns.kubernetes.io/hostname": "pay.example.com",
      }),
    },
    {
      name: "asks for a certificate of another host by an annotation",
      as: "developer of storefront",
      does: made("storefront", withHost(declared), { "cert-manager.io/common-name": "pay.example.com" }),
    },
    {
      name: "asks for a certificate of an address by an annotation",
      as: "developer of storefront",
      does: made("storefront", withHost(declared), { "cert-manager.io/ip-sans": "203.0.113.10" }),
    },
    {
      name: "takes the firewall off the load balancer by an annotation",
      as: "developer of storefront",
      does: made("storefront", withHost(declared), { "alb.ingress.kubernetes.io/wafv2-acl-arn": "none" }),
    },
    {
      name: "chooses the load balancer's security groups by an annotation",
      as: "developer of storefront",
      does: made("storefront", withHost(declared), { "alb.ingress.kubernetes.io/security-groups": "sg-0" }),
    },
    {
      name: "turns the load balancer's access log off by an annotation",
      as: "operator of storefront",
      does: made("storefront", withHost(declared), {
        "alb.ingress.kubernetes.io/load-balancer-attributes": "access_logs.s3.enabled=false",
      }),
    },
    {
      name: "has the proxy read another tenant's Secret by an annotation",
      as: "developer of storefront",
      does: made("storefront", withHost(declared), {
        "nginx.ingress.kubernetes.io/auth-tls-secret": "payments/paymentservice",
      }),
    },
  ]),
  ...table({ given: standing, expect: "refused", by: "casemate-ingresses", why, serves }, [
    {
      name: "turns its Ingress to another host by a JSON patch",
      as: "developer of storefront",
      does: jsonPatch(one, { op: "replace", path: "/spec/rules/0/host", value: "pay.example.com" }),
    },
    {
      name: "adds a default backend to its Ingress",
      as: "developer of storefront",
      does: mergePatch(one, { spec: { defaultBackend: backend } }),
    },
    {
      name: "adds an alias to its Ingress",
      as: "operator of storefront",
      does: mergePatch(one, {
        metadata: { annotations: { "nginx.ingress.kubernetes.io/server-alias": "pay.example.com" } },
      }),
    },
    {
      name: "adds an alias to its Ingress through the status",
      as: "delegate of storefront",
      does: mergePatch(`${one}/status`, {
        metadata: { annotations: { "nginx.ingress.kubernetes.io/server-alias": "pay.example.com" } },
      }),
    },
  ]),
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
