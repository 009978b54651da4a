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
/** Taking the traffic of other tenants by the endpoints of a Service. */
export const attempts: readonly Attempt[] = [
  ...table(
    {
      expect: "refused",
      by: "rbac",
      why: "A Service pointed at others' pods passes for them (CVE-2021-25740).",
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
    name: "points a Service of its own at another tenant's pod",
    as: "delegate of checkout",
    does: make(slices, slice()),
    expect: "admitted",
    hole: "Which address is whose changes by the second, and admission can't know. Its own pods reach the address only if a flow says so: the CNI refuses it at both ends.",
    why: "A Service pointed at others' pods passes for them (CVE-2021-25740); no persona has the right.",
    serves: [...requirement("B7", "D2"), ...nsa("NSA-NET-16")],
  },
];
