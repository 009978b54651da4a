import { mitre, nsa, requirement } from "../../../controls/ids.ts";
import type { Attempt } from "../support/attempt.ts";
import { make, pathOf } from "../support/requests.ts";
import { table } from "../support/tables.ts";

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

/** Claims to other tenants' hosts by Gateway API. */
export const attempts: readonly Attempt[] = [
  ...table(
    {
      as: "delegate of storefront",
      expect: "refused",
      by: "casemate-routes",
      why: "An attacker with the host gets its visitors, their passwords and their certificates.",
      serves: [...requirement("B4", "D5"), ...nsa("NSA-NET-16"), ...mitre("T1190")],
    },
    [
      {
        name: "routes another tenant's host",
        does: make(routes("httproutes"), route("HTTPRoute", { hostnames: ["pay.example.com"] })),
      },
      {
        name: "routes all hosts of the domain",
        does: make(routes("httproutes"), route("HTTPRoute", { hostnames: ["*.example.com"] })),
      },
      {
        name: "routes all hosts of a Gateway by naming none",
        does: make(routes("httproutes"), route("HTTPRoute", {})),
      },
      {
        name: "routes another host in addition to its own",
        does: make(routes("httproutes"), route("HTTPRoute", { hostnames: [declared, "pay.example.com"] })),
      },
      {
        name: "routes another tenant's calls",
        does: make(routes("grpcroutes"), route("GRPCRoute", { hostnames: ["pay.example.com"] })),
      },
      {
        name: "opens a Gateway for another host",
        does: make(routes("gateways"), gateway({ ...listener, hostname: "pay.example.com" })),
      },
      { name: "opens a Gateway for all hosts", does: make(routes("gateways"), gateway(listener)) },
      {
        name: "publishes another host by a route's annotation",
        does: make(
          routes("httproutes"),
          route(
            "HTTPRoute",
            { hostnames: [declared] },
            { "external-dns.alpha.kubernetes.io/hostname": "pay.example.com" },
          ),
        ),
      },
      {
        name: "publishes another host by a route's annotation of external-dns 0.22",
        does: make(routes("httproutes"), route("HTTPRoute", { hostnames: [declared] }, dns)),
      },
      {
        name: "publishes another host by the Service of its Gateway",
        does: make(routes("gateways"), gateway(ofDeclared, { infrastructure: { annotations: dns } })),
      },
      {
        name: "requests a certificate of another host by its Gateway's annotation",
        does: make(
          routes("gateways"),
          gateway(ofDeclared, {}, { "cert-manager.io/common-name": "pay.example.com" }),
        ),
      },
      {
        name: "adds the platform's mark to objects that its Gateway creates",
        does: make(
          routes("gateways"),
          gateway(ofDeclared, { infrastructure: { labels: { "app.kubernetes.io/managed-by": "casemate" } } }),
        ),
      },
      {
        name: "binds its Gateway to another namespace's Service by an address",
        does: make(
          routes("gateways"),
          gateway(ofDeclared, {
            addresses: [{ type: "Hostname", value: "shared.gateway.svc.cluster.local" }],
          }),
        ),
      },
    ],
  ),
  {
    name: "routes its own host",
    as: "developer of storefront",
    does: make(routes("httproutes"), route("HTTPRoute", { hostnames: [declared] })),
    expect: "admitted",
    why: "A declared host brings the rights to route it.",
    serves: [...requirement("B7"), ...nsa("NSA-NET-16")],
  },
  {
    name: "routes its declared host",
    as: "delegate of storefront",
    does: make(routes("httproutes"), route("HTTPRoute", { hostnames: [declared] })),
    expect: "admitted",
    why: "A tenant may serve its declared host.",
    serves: [...requirement("B4")],
  },
  {
    name: "opens a Gateway for its declared host",
    as: "delegate of storefront",
    does: make(
      routes("gateways"),
      gateway(ofDeclared, { infrastructure: { annotations: { note: "x" }, labels: { team: "web" } } }),
    ),
    expect: "admitted",
    why: "A tenant may serve its declared host.",
    serves: [...requirement("B4")],
  },
];
