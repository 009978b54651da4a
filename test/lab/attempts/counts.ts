import { mitre, nsa, requirement } from "../../../controls/ids.ts";
import type { Attempt, Request, Tenant } from "../support/attempt.ts";
import { create } from "../support/kinds.ts";
import { makeForReal, pathOf } from "../support/requests.ts";
import { table } from "../support/tables.ts";

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

/** Small objects, created until the namespace is full. */
export const attempts: readonly Attempt[] = table(
  {
    as: "developer of cart",
    expect: "refused",
    by: "quota",
    why: "A tenant could fill the cluster's database, or its nodes.",
    serves: [...requirement("B5", "D4"), ...nsa("NSA-NET-06"), ...mitre("T1496", "T1499")],
  },
  [
    {
      name: "creates pods until the namespace is full",
      does: create("Pod", "cart", undefined, "many-{i}"),
      times: 24,
      saying: /pods|cpu|memory/,
    },
    {
      name: "creates pods without requests until the namespace is full",
      does: create("Pod", "cart", (_, container) => void delete container.resources, "many-{i}"),
      times: 24,
      saying: /pods|cpu|memory/,
    },
    {
      name: "creates Deployments until the namespace is full",
      does: create("Deployment", "cart", undefined, "many-{i}"),
      times: 36,
      saying: /deployments|cpu|memory/,
    },
    {
      name: "creates StatefulSets until the namespace is full",
      does: create("StatefulSet", "cart", undefined, "many-{i}"),
      times: 36,
      saying: /statefulsets|cpu|memory/,
    },
    {
      name: "creates Jobs until the namespace is full",
      does: create("Job", "cart", undefined, "many-{i}"),
      times: 36,
      saying: /jobs|cpu|memory/,
    },
    {
      name: "creates CronJobs until the namespace is full",
      does: create("CronJob", "cart", undefined, "many-{i}"),
      times: 36,
      saying: /cronjobs|cpu|memory/,
    },
    {
      name: "creates ConfigMaps until the namespace is full",
      does: simple("v1", "ConfigMap", "configmaps", { data: { a: "a" } }),
      times: 20,
      saying: /configmaps|cpu|memory/,
    },
    {
      name: "creates Secrets until the namespace is full",
      does: simple("v1", "Secret", "secrets", { stringData: { a: "a" } }),
      times: 50,
      saying: /secrets|cpu|memory/,
    },
    {
      name: "creates Services until the namespace is full",
      does: simple("v1", "Service", "services", { spec: { ports: [{ port: 80 }] } }),
      times: 12,
      saying: /services|cpu|memory/,
    },
    {
      name: "creates PodDisruptionBudgets until the namespace is full",
      does: simple("policy/v1", "PodDisruptionBudget", "poddisruptionbudgets", {
        spec: { maxUnavailable: 1, selector: { matchLabels: { app: "attempt" } } },
      }),
      times: 36,
      saying: /poddisruptionbudgets|cpu|memory/,
    },
    {
      name: "creates HorizontalPodAutoscalers until the namespace is full",
      does: simple("autoscaling/v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers", {
        spec: {
          maxReplicas: 9,
          scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "attempt" },
        },
      }),
      times: 36,
      saying: /horizontalpodautoscalers|cpu|memory/,
    },
    {
      name: "creates Ingresses until the namespace is full",
      does: simple(
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
      times: 48,
      saying: /ingresses|cpu|memory/,
      as: "developer of storefront",
    },
    {
      name: "creates persistent volumes until the namespace is full",
      does: simple(
        "v1",
        "PersistentVolumeClaim",
        "persistentvolumeclaims",
        { spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Mi" } } } },
        "checkout",
      ),
      times: 8,
      saying: /persistentvolumeclaims|cpu|memory/,
      as: "developer of checkout",
    },
  ],
);
