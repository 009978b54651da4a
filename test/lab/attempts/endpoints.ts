import { nsa, requirement } from "../../../controls/ids.ts";
import type { Attempt } from "../support/attempt.ts";
import { make, mergePatch, pathOf } from "../support/requests.ts";
import { table } from "../support/tables.ts";
import { target } from "../support/targets.ts";

const slice = (labels = {}) => ({
  apiVersion: "discovery.k8s.io/v1",
  kind: "EndpointSlice",
  metadata: { name: "attempt", labels: { "kubernetes.io/service-name": "attempt", ...labels } },
  addressType: "IPv4",
  ports: [{ port: 50051 }],
  endpoints: [{ addresses: ["10.64.12.34"] }],
});
const addresses = {
  apiVersion: "v1",
  kind: "Endpoints",
  metadata: { name: "attempt" },
  subsets: [{ addresses: [{ ip: "10.64.12.34" }], ports: [{ port: 50051 }] }],
};
const slices = pathOf("discovery.k8s.io/v1", "endpointslices", "checkout");
/** Endpoints of a Service that take or forward other tenants' traffic. */
export const attempts: readonly Attempt[] = [
  ...table(
    {
      expect: "refused",
      by: "rbac",
      why: "A Service with another tenant's endpoints gets traffic meant for that tenant (CVE-2021-25740).",
      serves: [...requirement("B7", "D2"), ...nsa("NSA-NET-16")],
    },
    [
      {
        as: "developer of checkout",
        name: "points a Service at another tenant's pod by an EndpointSlice",
        does: make(slices, slice()),
      },
      {
        as: "operator of checkout",
        name: "points a Service at another tenant's pod by Endpoints",
        does: make(pathOf("v1", "endpoints", "checkout"), addresses),
      },
      {
        as: "workload of checkout/checkoutservice",
        name: "points another tenant's Service at itself",
        does: make(pathOf("discovery.k8s.io/v1", "endpointslices", "payments"), slice()),
      },
      {
        as: "developer of checkout",
        name: "gives its Service the address of a load balancer by its status",
        does: mergePatch(pathOf("v1", "services", "checkout", `${target}/status`), {
          status: { loadBalancer: { ingress: [{ ip: "203.0.113.10" }] } },
        }),
      },
    ],
  ),
  {
    name: "points its own Service at another tenant's pod",
    as: "delegate of checkout",
    does: make(slices, slice()),
    expect: "admitted",
    hole: "The owner of an address changes often, and admission can't know it. The tenant's pods reach the address only if a flow allows it: the CNI refuses the traffic at both ends.",
    why: "A Service with another tenant's endpoints imitates that tenant (CVE-2021-25740), and no persona has the right.",
    serves: [...requirement("B7", "D2"), ...nsa("NSA-NET-16")],
  },
];
