import type { Attempt, Request } from "../support/attempt.ts";
import { forceApply, jsonPatch, make, mergePatch, pathOf, replace } from "../support/requests.ts";
import { target } from "../support/targets.ts";

/** Ways in from outside, and ways to take traffic that is somebody else's, by Services. */

const own = pathOf("v1", "services", "checkout");
const ports = [{ port: 443 }];
const service = (spec: object, annotations = {}, name = "attempt") => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name, annotations },
  spec: { ports, selector: { app: "attempt" }, ...spec },
});

type Case = readonly [what: string, does: Request];

const created: readonly Case[] = [
  ["opens a load balancer", make(own, service({ type: "LoadBalancer" }))],
  [
    "opens an internet-facing load balancer of AWS",
    make(
      own,
      service(
        { type: "LoadBalancer", loadBalancerClass: "service.k8s.aws/nlb" },
        { "service.beta.kubernetes.io/aws-load-balancer-scheme": "internet-facing" },
      ),
    ),
  ],
  [
    "opens a load balancer without node ports",
    make(own, service({ type: "LoadBalancer", allocateLoadBalancerNodePorts: false })),
  ],
  ["opens a port on every node", make(own, service({ type: "NodePort" }))],
  [
    "opens a port of its choice on every node",
    make(own, service({ type: "NodePort", ports: [{ port: 443, nodePort: 30443 }] })),
  ],
  [
    "takes the traffic for an outside address by externalIPs",
    make(own, service({ externalIPs: ["203.0.113.10"] })),
  ],
  [
    "takes the traffic for the API server by externalIPs",
    make(own, service({ externalIPs: ["172.20.0.1"] })),
  ],
  [
    "names another tenant's Service as its own by ExternalName",
    make(own, service({ type: "ExternalName", externalName: "paymentservice.payments.svc.cluster.local" })),
  ],
  [
    "names the node's metadata as its own by ExternalName",
    make(own, service({ type: "ExternalName", externalName: "169.254.169.254.nip.io" })),
  ],
];

const changed: readonly Case[] = [
  [
    "turns its Service into a load balancer by a merge patch",
    mergePatch(`${own}/${target}`, { spec: { type: "LoadBalancer" } }),
  ],
  [
    "turns its Service into a NodePort by a JSON patch",
    jsonPatch(`${own}/${target}`, { op: "replace", path: "/spec/type", value: "NodePort" }),
  ],
  [
    "adds externalIPs to its Service by a JSON patch",
    jsonPatch(`${own}/${target}`, { op: "add", path: "/spec/externalIPs", value: ["203.0.113.10"] }),
  ],
  [
    "adds externalIPs to its Service by an update",
    replace(`${own}/${target}`, service({ externalIPs: ["203.0.113.10"] }, {}, target)),
  ],
  [
    "turns its Service into an ExternalName by server-side apply",
    forceApply(
      `${own}/${target}`,
      service({ type: "ExternalName", externalName: "evil.example", ports: [] }, {}, target),
    ),
  ],
];

const why =
  "It opens a way in, or takes traffic, that no Ingress host, certificate or flow log of the platform's sees.";
const serves = ["B4", "D2", "NSA-NET-16", "T1133"] as const;

/** Services. */
export const services: readonly Attempt[] = [
  ...created.map(
    ([what, does]): Attempt => ({
      name: what,
      as: "developer of checkout",
      does,
      expect: "refused",
      by: "casemate-services",
      why,
      serves,
    }),
  ),
  ...changed.map(
    ([what, does]): Attempt => ({
      name: what,
      as: "operator of checkout",
      does,
      expect: "refused",
      by: "casemate-services",
      why,
      serves,
    }),
  ),
  {
    name: "opens a load balancer",
    as: "platform",
    does: make(own, service({ type: "LoadBalancer" })),
    expect: "refused",
    by: "casemate-services",
    why: "A way in belongs into the platform's own namespaces, behind its gateway.",
    serves,
  },
  ...(
    [
      ["makes a Service inside the cluster", "developer of checkout", make(own, service({}))],
      ["makes a headless Service", "developer of checkout", make(own, service({ clusterIP: "None" }))],
      [
        "makes a Service for a StatefulSet whose pods aren't ready",
        "developer of payments",
        make(
          pathOf("v1", "services", "payments"),
          service({ clusterIP: "None", publishNotReadyAddresses: true }),
        ),
      ],
    ] as const
  ).map(
    ([what, as, does]): Attempt => ({
      name: what,
      as,
      does,
      expect: "admitted",
      why: "Workloads call each other by Services.",
      serves: ["D2"],
    }),
  ),
];
