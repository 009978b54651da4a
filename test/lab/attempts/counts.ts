import type { Attempt, Request, Tenant } from "../support/attempt.ts";
import { create } from "../support/kinds.ts";
import { makeForReal, pathOf } from "../support/requests.ts";

/** Each is made until the namespace is full. */
const counted: readonly (readonly [
  what: string,
  kind: string,
  times: number,
  request: Request,
  tenant?: Tenant,
])[] = [
  ["pods", "pods", 24, create("Pod", "cart", undefined, "many-{i}")],
  [
    "pods without requests",
    "pods",
    24,
    create("Pod", "cart", (_, container) => void delete container.resources, "many-{i}"),
  ],
  ["Deployments", "deployments", 36, create("Deployment", "cart", undefined, "many-{i}")],
  ["StatefulSets", "statefulsets", 36, create("StatefulSet", "cart", undefined, "many-{i}")],
  ["Jobs", "jobs", 36, create("Job", "cart", undefined, "many-{i}")],
  ["CronJobs", "cronjobs", 36, create("CronJob", "cart", undefined, "many-{i}")],
  ["ConfigMaps", "configmaps", 20, simple("v1", "ConfigMap", "configmaps", { data: { a: "a" } })],
  ["Secrets", "secrets", 20, simple("v1", "Secret", "secrets", { stringData: { a: "a" } })],
  ["Services", "services", 12, simple("v1", "Service", "services", { spec: { ports: [{ port: 80 }] } })],
  [
    "PodDisruptionBudgets",
    "poddisruptionbudgets",
    36,
    simple("policy/v1", "PodDisruptionBudget", "poddisruptionbudgets", {
      spec: { maxUnavailable: 1, selector: { matchLabels: { app: "attempt" } } },
    }),
  ],
  [
    "HorizontalPodAutoscalers",
    "horizontalpodautoscalers",
    36,
    simple("autoscaling/v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers", {
      spec: {
        maxReplicas: 9,
        scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "attempt" },
      },
    }),
  ],
  [
    "Ingresses",
    "ingresses",
    48,
    simple(
      "networking.k8s.io/v1",
      "Ingress",
      "ingresses",
      {
        spec: {
          rules: [
            {
              host: "shop.example.com",
              http: {
                paths: [
                  {
                    path: "/{i}",
                    pathType: "Exact",
                    backend: { service: { name: "frontend", port: { number: 80 } } },
                  },
                ],
              },
            },
          ],
        },
      },
      "storefront",
    ),
    "storefront",
  ],
  [
    "persistent volumes",
    "persistentvolumeclaims",
    8,
    simple(
      "v1",
      "PersistentVolumeClaim",
      "persistentvolumeclaims",
      { spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Mi" } } } },
      "checkout",
    ),
    "checkout",
  ],
];

function simple(
  apiVersion: "v1" | "policy/v1" | "autoscaling/v2" | "networking.k8s.io/v1",
  kind: string,
  resource: string,
  rest: object,
  tenant: Tenant = "cart",
): Request {
  return makeForReal(pathOf(apiVersion, resource, tenant), {
    apiVersion,
    kind,
    metadata: { name: "many-{i}" },
    ...rest,
  });
}

/** Small objects, by the thousand. */
export const counts: readonly Attempt[] = counted.map(
  ([what, kind, times, does, tenant = "cart"]): Attempt => ({
    name: `makes ${what} until the namespace is full`,
    as: `developer of ${tenant}`,
    does,
    times,
    expect: "refused",
    by: "quota",
    saying: new RegExp(`${kind}|cpu|memory`),
    why: "A tenant could fill the cluster's database, or its nodes.",
    serves: ["B5", "D4", "NSA-NET-06", "T1496", "T1499"],
  }),
);
