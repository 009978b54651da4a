import { type Controls, mitre, nsa, requirement } from "../../../controls/ids.ts";
import type { Attempt } from "../support/attempt.ts";
import { service } from "../support/objects.ts";
import { forceApply, jsonPatch, make, mergePatch, pathOf, replace } from "../support/requests.ts";
import { table } from "../support/tables.ts";
import { target } from "../support/targets.ts";

const ownServices = pathOf("v1", "services", "checkout");
const why =
  "It opens access, or takes traffic, outside the platform's Ingress hosts, certificates and flow logs.";
const serves: Controls = [...requirement("B4", "D2"), ...nsa("NSA-NET-16"), ...mitre("T1133")];

/** Services that open the cluster to the outside, or take other tenants' traffic. */
export const attempts: readonly Attempt[] = [
  ...table({ as: "developer of checkout", expect: "refused", by: "casemate-services", why, serves }, [
    {
      name: "opens a load balancer",
      does: make(ownServices, service({ type: "LoadBalancer" })),
      by: "casemate-exposure",
    },
    {
      name: "opens an internet-facing load balancer of AWS",
      does: make(
        ownServices,
        service(
          { type: "LoadBalancer", loadBalancerClass: "service.k8s.aws/nlb" },
          { "service.beta.kubernetes.io/aws-load-balancer-scheme": "internet-facing" },
        ),
      ),
      by: "casemate-exposure",
    },
    {
      name: "opens a load balancer without node ports",
      does: make(ownServices, service({ type: "LoadBalancer", allocateLoadBalancerNodePorts: false })),
      by: "casemate-exposure",
    },
    { name: "opens a port on every node", does: make(ownServices, service({ type: "NodePort" })) },
    {
      name: "opens a port of its choice on every node",
      does: make(ownServices, service({ type: "NodePort", ports: [{ port: 443, nodePort: 30443 }] })),
    },
    {
      name: "takes the traffic for an outside address by externalIPs",
      does: make(ownServices, service({ externalIPs: ["203.0.113.10"] })),
    },
    {
      name: "takes the traffic for the API server by externalIPs",
      does: make(ownServices, service({ externalIPs: ["172.20.0.1"] })),
    },
    {
      name: "names another tenant's Service as its own by ExternalName",
      does: make(
        ownServices,
        service({ type: "ExternalName", externalName: "paymentservice.payments.svc.cluster.local" }),
      ),
    },
    {
      name: "names the node's metadata as its own by ExternalName",
      does: make(ownServices, service({ type: "ExternalName", externalName: "169.254.169.254.nip.io" })),
    },
  ]),
  ...table({ as: "operator of checkout", expect: "refused", by: "casemate-services", why, serves }, [
    {
      name: "changes its Service to a load balancer by a merge patch",
      does: mergePatch(`${ownServices}/${target}`, { spec: { type: "LoadBalancer" } }),
      by: "casemate-exposure",
    },
    {
      name: "changes its Service to a NodePort by a JSON patch",
      does: jsonPatch(`${ownServices}/${target}`, { op: "replace", path: "/spec/type", value: "NodePort" }),
    },
    {
      name: "adds externalIPs to its Service by a JSON patch",
      does: jsonPatch(`${ownServices}/${target}`, {
        op: "add",
        path: "/spec/externalIPs",
        value: ["203.0.113.10"],
      }),
    },
    {
      name: "adds externalIPs to its Service by an update",
      does: replace(`${ownServices}/${target}`, service({ externalIPs: ["203.0.113.10"] }, {}, target)),
    },
    {
      name: "changes its Service to an ExternalName by server-side apply",
      does: forceApply(
        `${ownServices}/${target}`,
        service({ type: "ExternalName", externalName: "evil.example", ports: [] }, {}, target),
      ),
    },
  ]),
  {
    name: "opens a load balancer",
    as: "platform",
    does: make(ownServices, service({ type: "LoadBalancer" })),
    expect: "refused",
    by: "casemate-exposure",
    why: "A load balancer needs an exposure, also one of the platform in a tenant's namespace.",
    serves,
  },
  ...table(
    { expect: "admitted", why: "Workloads call each other by Services.", serves: [...requirement("D2")] },
    [
      {
        name: "creates a Service inside the cluster",
        as: "developer of checkout",
        does: make(ownServices, service({})),
      },
      {
        name: "creates a headless Service",
        as: "developer of checkout",
        does: make(ownServices, service({ clusterIP: "None" })),
      },
      {
        name: "creates a Service for a StatefulSet whose pods aren't ready",
        as: "developer of payments",
        does: make(
          pathOf("v1", "services", "payments"),
          service({ clusterIP: "None", publishNotReadyAddresses: true }),
        ),
      },
    ],
  ),
];
