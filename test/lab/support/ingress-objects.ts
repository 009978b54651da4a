import type { Request, Tenant } from "./attempt.ts";
import { make, pathOf } from "./requests.ts";

/** Ingresses that attempts write. */

/** The one host that a tenant of the example declares: `storefront`. */
export const declaredHost = "shop.example.com";

export const backend = { service: { name: "frontend", port: { number: 80 } } };

/** One rule for a host, or for all hosts if `host` is left out. */
export function hostRules(host?: string) {
  const http = { paths: [{ path: "/", pathType: "Prefix", backend }] };
  return { rules: [{ ...(host !== undefined && { host }), http }] };
}

export function ingressPath(tenant: Tenant): string {
  return pathOf("networking.k8s.io/v1", "ingresses", tenant);
}

export function ingress(spec: object, annotations = {}): object {
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: { name: "attempt", annotations },
    spec,
  };
}

export function makeIngress(tenant: Tenant, spec: object, annotations = {}): Request {
  return make(ingressPath(tenant), ingress(spec, annotations));
}
