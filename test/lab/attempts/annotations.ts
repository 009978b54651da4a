import type { Attempt, Request } from "../support/attempt.ts";
import { admitted, type Case, refusedBy } from "../support/cases.ts";
import { collection, podNamed, workload } from "../support/kinds.ts";
import { make, mergePatch, pathOf } from "../support/requests.ts";
import { target } from "../support/targets.ts";

/** Names, and a proxy's configuration, by annotations on Services and pods. */

const own = pathOf("v1", "services", "checkout");
const service = (spec: object, annotations: object) => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "attempt", annotations },
  spec: { ports: [{ port: 443 }], selector: { app: "attempt" }, ...spec },
});
type Tried = readonly [what: string, does: Request];

const onServices: readonly Tried[] = [
  [
    "publishes another tenant's host by an annotation",
    make(
      own,
      service({ clusterIP: "None" }, { "external-dns.alpha.kubernetes.io/hostname": "shop.example.com" }),
    ),
  ],
  [
    "publishes another tenant's host by an annotation of external-dns 0.22",
    make(own, service({ clusterIP: "None" }, { "external-dns.kubernetes.io/hostname": "shop.example.com" })),
  ],
  [
    "publishes another tenant's host by an annotation for inside addresses",
    make(own, service({}, { "external-dns.kubernetes.io/internal-hostname": "shop.example.com" })),
  ],
  [
    "writes HAProxy's configuration by an annotation",
    make(own, service({}, { "haproxy.org/backend-config-snippet": "http-request lua.steal" })),
  ],
  [
    "takes other requests of HAProxy's by an annotation",
    make(own, service({}, { "haproxy.org/route-acl": "always_true" })),
  ],
  [
    "writes nginx's configuration by an annotation",
    make(own, service({}, { "nginx.org/location-snippets": "proxy_pass http://169.254.169.254;" })),
  ],
  [
    "has the proxy read another tenant's Secret by an annotation",
    make(own, service({}, { "haproxy.org/server-crt": "payments/paymentservice" })),
  ],
];

const annotated = { annotations: { "external-dns.kubernetes.io/hostname": "shop.example.com" } };
const pod = podNamed("attempt", "checkout") as { metadata: object };
const deployment = workload("Deployment", "checkout") as { spec: { template: { metadata: object } } };
const { template } = deployment.spec;
const published: readonly Tried[] = [
  [
    "publishes another tenant's host by a Pod's annotation",
    make(collection("Pod", "checkout"), { ...pod, metadata: { ...pod.metadata, ...annotated } }),
  ],
  [
    "publishes another tenant's host by a Deployment's pods",
    make(collection("Deployment", "checkout"), {
      ...deployment,
      spec: {
        ...deployment.spec,
        template: { ...template, metadata: { ...template.metadata, ...annotated } },
      },
    }),
  ],
  [
    "publishes another tenant's host by an annotation on a pod that runs",
    mergePatch(`${collection("Pod", "checkout")}/${target}`, { metadata: annotated }),
  ],
];

const developer = "developer of checkout";
const serves = ["B4", "D2", "NSA-NET-16"] as const;

/** Services and pods with annotations. */
export const annotations: readonly Attempt[] = [
  ...refusedBy(
    "casemate-services",
    [
      ...onServices.map(([what, does]): Case => [developer, what, does]),
      [
        "delegate of checkout",
        "publishes another tenant's host by its Service's status",
        mergePatch(`${own}/${target}/status`, { metadata: annotated }),
      ],
    ],
    { why: "Whoever has the host, or the proxy, has its visitors.", serves: [...serves, "T1133"] },
  ),
  ...refusedBy(
    "casemate-pods",
    published.map(([what, does]): Case => [developer, what, does]),
    { why: "external-dns publishes pods as well, where it is told to.", serves },
  ),
  ...admitted(
    [
      [
        developer,
        "makes a Service with annotations for its health and its zone",
        make(
          own,
          service(
            {},
            {
              "alb.ingress.kubernetes.io/healthcheck-path": "/healthz",
              "service.kubernetes.io/topology-mode": "Auto",
            },
          ),
        ),
      ],
      [
        developer,
        "notes something on a pod that runs",
        mergePatch(`${collection("Pod", "checkout")}/${target}`, {
          metadata: { annotations: { note: "x" } },
        }),
      ],
    ],
    { why: "Annotations for what is one's own are one's own.", serves: ["D2"] },
  ),
];
