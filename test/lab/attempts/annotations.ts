import { type Controls, mitre, nsa, requirement } from "../../../controls/ids.ts";
import type { Attempt } from "../support/attempt.ts";
import { collection, podNamed, workload } from "../support/kinds.ts";
import { service } from "../support/objects.ts";
import { make, mergePatch, pathOf } from "../support/requests.ts";
import { table } from "../support/tables.ts";
import { target } from "../support/targets.ts";

const ownServices = pathOf("v1", "services", "checkout");
const annotated = { annotations: { "external-dns.kubernetes.io/hostname": "shop.example.com" } };
const pod = podNamed("attempt", "checkout") as { metadata: object };
const deployment = workload("Deployment", "checkout") as { spec: { template: { metadata: object } } };
const { template } = deployment.spec;
const developer = "developer of checkout";
const serves: Controls = [...requirement("B4", "D2"), ...nsa("NSA-NET-16")];

/** Annotations on Services and pods that claim host names or configure a proxy. */
export const attempts: readonly Attempt[] = [
  ...table(
    {
      as: developer,
      expect: "refused",
      by: "casemate-services",
      why: "An attacker with the host, or the proxy, gets its visitors.",
      serves: [...serves, ...mitre("T1133")],
    },
    [
      {
        name: "publishes another tenant's host by an annotation",
        does: make(
          ownServices,
          service({ clusterIP: "None" }, { "external-dns.alpha.kubernetes.io/hostname": "shop.example.com" }),
        ),
      },
      {
        name: "publishes another tenant's host by an annotation of external-dns 0.22",
        does: make(
          ownServices,
          service({ clusterIP: "None" }, { "external-dns.kubernetes.io/hostname": "shop.example.com" }),
        ),
      },
      {
        name: "publishes another tenant's host by an annotation for internal addresses",
        does: make(
          ownServices,
          service({}, { "external-dns.kubernetes.io/internal-hostname": "shop.example.com" }),
        ),
      },
      {
        name: "writes HAProxy's configuration by an annotation",
        does: make(
          ownServices,
          service({}, { "haproxy.org/backend-config-snippet": "http-request lua.steal" }),
        ),
      },
      {
        name: "takes other tenants' requests from HAProxy by an annotation",
        does: make(ownServices, service({}, { "haproxy.org/route-acl": "always_true" })),
      },
      {
        name: "writes nginx's configuration by an annotation",
        does: make(
          ownServices,
          service({}, { "nginx.org/location-snippets": "proxy_pass http://169.254.169.254;" }),
        ),
      },
      {
        name: "makes the proxy read another tenant's Secret by an annotation",
        does: make(ownServices, service({}, { "haproxy.org/server-crt": "payments/paymentservice" })),
      },
      {
        as: "delegate of checkout",
        name: "publishes another tenant's host by its Service's status",
        does: mergePatch(`${ownServices}/${target}/status`, { metadata: annotated }),
      },
    ],
  ),
  ...table(
    {
      as: developer,
      expect: "refused",
      by: "casemate-pods",
      why: "external-dns also publishes pods, if it is configured so.",
      serves,
    },
    [
      {
        name: "publishes another tenant's host by a Pod's annotation",
        does: make(collection("Pod", "checkout"), { ...pod, metadata: { ...pod.metadata, ...annotated } }),
      },
      {
        name: "publishes another tenant's host by a Deployment's pods",
        does: make(collection("Deployment", "checkout"), {
          ...deployment,
          spec: {
            ...deployment.spec,
            template: { ...template, metadata: { ...template.metadata, ...annotated } },
          },
        }),
      },
      {
        name: "publishes another tenant's host by an annotation on a running pod",
        does: mergePatch(`${collection("Pod", "checkout")}/${target}`, { metadata: annotated }),
      },
    ],
  ),
  ...table(
    {
      as: developer,
      expect: "admitted",
      why: "A tenant may configure its own objects.",
      serves: [...requirement("D2")],
    },
    [
      {
        name: "creates a Service with annotations for its health and its zone",
        does: make(
          ownServices,
          service(
            {},
            {
              "alb.ingress.kubernetes.io/healthcheck-path": "/healthz",
              "service.kubernetes.io/topology-mode": "Auto",
            },
          ),
        ),
      },
      {
        name: "annotates a running pod",
        does: mergePatch(`${collection("Pod", "checkout")}/${target}`, {
          metadata: { annotations: { note: "x" } },
        }),
      },
    ],
  ),
];
