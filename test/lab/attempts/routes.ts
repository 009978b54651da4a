import type { Attempt, Request } from "../support/attempt.ts";
import { make, pathOf } from "../support/requests.ts";

/** As with Ingresses, by Gateway API. */

const declared = "shop.example.com";
const routes = (resource: string) => pathOf("gateway.networking.k8s.io/v1", resource, "storefront");
const parentRefs = [{ name: "shared", namespace: "gateway" }];
const route = (kind: string, spec: object, annotations = {}) => ({
  apiVersion: "gateway.networking.k8s.io/v1",
  kind,
  metadata: { name: "attempt", annotations },
  spec: { parentRefs, ...spec },
});
const gateway = (listener: object, spec = {}, annotations = {}) => ({
  apiVersion: "gateway.networking.k8s.io/v1",
  kind: "Gateway",
  metadata: { name: "attempt", annotations },
  spec: { gatewayClassName: "istio", listeners: [listener], ...spec },
});
const listener = { name: "http", port: 80, protocol: "HTTP" };
const ofDeclared = { ...listener, hostname: declared };
const dns = { "external-dns.kubernetes.io/hostname": "pay.example.com" };

const routed: readonly (readonly [what: string, does: Request])[] = [
  [
    "routes another tenant's host",
    make(routes("httproutes"), route("HTTPRoute", { hostnames: ["pay.example.com"] })),
  ],
  [
    "routes all hosts of the domain",
    make(routes("httproutes"), route("HTTPRoute", { hostnames: ["*.example.com"] })),
  ],
  ["routes all hosts of a Gateway by naming none", make(routes("httproutes"), route("HTTPRoute", {}))],
  [
    "routes another host beside its own",
    make(routes("httproutes"), route("HTTPRoute", { hostnames: [declared, "pay.example.com"] })),
  ],
  [
    "routes another tenant's calls",
    make(routes("grpcroutes"), route("GRPCRoute", { hostnames: ["pay.example.com"] })),
  ],
  [
    "opens a Gateway for another host",
    make(routes("gateways"), gateway({ ...listener, hostname: "pay.example.com" })),
  ],
  ["opens a Gateway for all hosts", make(routes("gateways"), gateway(listener))],
  [
    "publishes another host by a route's annotation",
    make(
      routes("httproutes"),
      route(
        "HTTPRoute",
        { hostnames: [declared] },
        { "external-dns.alpha.kubernetes.io/hostname": "pay.example.com" },
      ),
    ),
  ],
  [
    "publishes another host by a route's annotation of external-dns 0.22",
    make(routes("httproutes"), route("HTTPRoute", { hostnames: [declared] }, dns)),
  ],
  [
    "publishes another host by the Service of its Gateway",
    make(routes("gateways"), gateway(ofDeclared, { infrastructure: { annotations: dns } })),
  ],
  [
    "asks for a certificate of another host by its Gateway's annotation",
    make(routes("gateways"), gateway(ofDeclared, {}, { "cert-manager.io/common-name": "pay.example.com" })),
  ],
  [
    "has what its Gateway makes bear the platform's mark",
    make(
      routes("gateways"),
      gateway(ofDeclared, { infrastructure: { labels: { "app.kubernetes.io/managed-by": "casemate" } } }),
    ),
  ],
  [
    "binds its Gateway to another namespace's Service by an address",
    make(
      routes("gateways"),
      gateway(ofDeclared, {
        addresses: [{ type: "Hostname", value: "shared.gateway.svc.cluster.local" }],
      }),
    ),
  ],
];

/** Gateways and their routes. */
export const gatewayRoutes: readonly Attempt[] = [
  ...routed.map(
    ([name, does]): Attempt => ({
      name,
      as: "delegate of storefront",
      does,
      expect: "refused",
      by: "casemate-routes",
      why: "Whoever has the host has its visitors, their passwords and their certificates.",
      serves: ["B4", "D5", "NSA-NET-16", "T1190"],
    }),
  ),
  {
    name: "routes its own host",
    as: "developer of storefront",
    does: make(routes("httproutes"), route("HTTPRoute", { hostnames: [declared] })),
    expect: "refused",
    by: "rbac",
    why: "Tenants' roles hold Ingress only; routes come with the mesh.",
    serves: ["B7", "NSA-NET-16"],
  },
  {
    name: "routes its declared host",
    as: "delegate of storefront",
    does: make(routes("httproutes"), route("HTTPRoute", { hostnames: [declared] })),
    expect: "admitted",
    why: "A declared host is the tenant's to serve.",
    serves: ["B4"],
  },
  {
    name: "opens a Gateway for its declared host",
    as: "delegate of storefront",
    does: make(
      routes("gateways"),
      gateway(ofDeclared, { infrastructure: { annotations: { note: "x" }, labels: { team: "web" } } }),
    ),
    expect: "admitted",
    why: "A declared host is the tenant's to serve.",
    serves: ["B4"],
  },
];
