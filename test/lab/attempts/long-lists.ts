import { mitre, nsa, requirement } from "../../../controls/ids.ts";
import type { Attempt, Layer } from "../support/attempt.ts";
import { declaredHost, hostRules, makeIngress } from "../support/ingress-objects.ts";
import { collection, workload } from "../support/kinds.ts";
import { make, pathOf } from "../support/requests.ts";
import { table } from "../support/tables.ts";
import { type Change, unchanged } from "../support/workloads.ts";

const times = <T>(count: number, entry: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => entry(index));
const annotations = (count: number) => Object.fromEntries(times(count, (i) => [i.toString(36), ""]));
const deployment = (change: Change) =>
  make(collection("Deployment", "catalog"), workload("Deployment", "catalog", change));
const service = (ports: number) =>
  make(pathOf("v1", "services", "catalog"), {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "attempt" },
    spec: { ports: times(ports, (i) => ({ name: `p${i}`, port: i + 1 })) },
  });
const [rule] = hostRules(declaredHost).rules;
const [path] = rule?.http.paths ?? [];

/** Each of them has the bounds, and the API server asks them in no fixed order. */
const podPolicies: readonly [Layer, ...Layer[]] = [
  "casemate-images",
  "casemate-placement",
  "casemate-pods",
  "casemate-service-accounts",
  "casemate-template-requests",
  "casemate-templates",
];

/** Very long lists: kube-proxy, controllers, the audit log and the policies themselves have work with each entry. */
export const attempts: readonly Attempt[] = [
  ...table(
    {
      as: "developer of catalog",
      expect: "refused",
      by: podPolicies,
      why: "The API server needs seconds for one request, which all tenants and the platform then lack.",
      saying: /more than/,
      serves: [...requirement("D4"), ...nsa("NSA-NET-05"), ...mitre("T1499")],
    },
    [
      {
        name: "sends a template with 20,000 annotations",
        does: make(collection("Deployment", "catalog"), withAnnotations(20_000)),
      },
      {
        name: "sends a container with 20,000 ports",
        does: deployment((_, container) => {
          container.ports = times(20_000, (i) => ({ containerPort: i + 1 }));
        }),
      },
      {
        name: "sends a container with 10,000 variables",
        does: deployment((_, container) => {
          container.env = times(10_000, (i) => ({ name: `V${i}`, value: "" }));
        }),
      },
      {
        name: "pads a Deployment with a megabyte of arguments",
        does: deployment((_, container) => {
          container.args = ["x".repeat(1_000_000)];
        }),
      },
      {
        name: "sends a pod with 5,000 host aliases",
        does: deployment((spec) => {
          spec.hostAliases = times(5000, (i) => ({ ip: "127.0.0.1", hostnames: [`h${i}`] }));
        }),
      },
      {
        name: "sends a pod with 5,000 tolerations",
        does: deployment((spec) => {
          spec.tolerations = times(5000, (i) => ({ key: `k${i}`, operator: "Exists" }));
        }),
      },
      {
        name: "sends a pod with 3,000 volumes",
        does: deployment((spec) => {
          spec.volumes = times(3000, (i) => ({ name: `v${i}`, emptyDir: {} }));
        }),
      },
    ],
  ),
  ...table(
    {
      expect: "refused",
      why: "Each entry becomes rules on every node, or configuration of a proxy that tenants share.",
      saying: /more than/,
      serves: [...requirement("B5", "D4"), ...nsa("NSA-NET-05"), ...mitre("T1499")],
    },
    [
      {
        name: "sends a Service with 40,000 ports",
        as: "developer of catalog",
        does: service(40_000),
        by: "casemate-services",
      },
      {
        name: "sends a ConfigMap with 20,000 keys",
        as: "developer of catalog",
        does: make(pathOf("v1", "configmaps", "catalog"), {
          apiVersion: "v1",
          kind: "ConfigMap",
          metadata: { name: "attempt" },
          data: annotations(20_000),
        }),
        by: "casemate-sizes",
      },
      {
        name: "sends an autoscaler with 1,000 metrics",
        as: "developer of catalog",
        does: make(pathOf("autoscaling/v2", "horizontalpodautoscalers", "catalog"), {
          apiVersion: "autoscaling/v2",
          kind: "HorizontalPodAutoscaler",
          metadata: { name: "attempt" },
          spec: {
            scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "adservice" },
            maxReplicas: 2,
            metrics: times(1000, (i) => ({
              type: "Pods",
              pods: { metric: { name: `m${i}` }, target: { type: "AverageValue", averageValue: "1" } },
            })),
          },
        }),
        by: "casemate-sizes",
      },
      {
        name: "sends an Ingress with 3,000 rules",
        as: "developer of storefront",
        does: makeIngress("storefront", { rules: times(3000, () => rule) }),
        by: "casemate-ingresses",
      },
      {
        name: "sends an Ingress with 6,000 paths",
        as: "developer of storefront",
        does: makeIngress("storefront", {
          rules: [{ host: declaredHost, http: { paths: times(6000, (i) => ({ ...path, path: `/p${i}` })) } }],
        }),
        by: "casemate-ingresses",
      },
    ],
  ),
  ...table(
    {
      as: "developer of catalog",
      expect: "admitted",
      why: "Real applications have many variables, ports and annotations.",
      serves: [...requirement("D4")],
    },
    [
      {
        name: "sends a container with 600 variables and 60 ports",
        does: deployment((_, container) => {
          container.env = times(600, (i) => ({ name: `V${i}`, value: "value".repeat(20) }));
          container.ports = times(60, (i) => ({ name: `p${i}`, containerPort: i + 5000 }));
        }),
      },
      {
        name: "sends a template with 100 annotations",
        does: make(collection("Deployment", "catalog"), withAnnotations(100)),
      },
      { name: "sends a Service with 60 ports", does: service(60) },
    ],
  ),
];

function withAnnotations(count: number): object {
  const body = workload("Deployment", "catalog", unchanged) as {
    spec: { template: { metadata: { annotations?: object } } };
  };
  body.spec.template.metadata.annotations = annotations(count);
  return body;
}
