import type { Tenant } from "../support/attempt.ts";
import { collection, workload } from "../support/kinds.ts";
import { pathOf } from "../support/requests.ts";

interface Supply {
  readonly what: string;
  readonly path: string;
  readonly body: { readonly metadata: { readonly name: string } };
  /** @default - a label */
  readonly change?: object;
}

/** Objects that a workload needs in addition. */
export function supplies(tenant: Tenant): Supply[] {
  const metadata = { name: "supply" };
  return [
    {
      what: "a ConfigMap",
      path: pathOf("v1", "configmaps", tenant),
      body: { metadata, data: { colour: "green" } } as Supply["body"],
      change: { data: { colour: "blue" } },
    },
    {
      what: "a Secret",
      path: pathOf("v1", "secrets", tenant),
      body: { metadata, stringData: { key: "value" } } as Supply["body"],
      change: { stringData: { key: "other" } },
    },
    {
      what: "a HorizontalPodAutoscaler",
      path: pathOf("autoscaling/v2", "horizontalpodautoscalers", tenant),
      body: {
        metadata,
        spec: {
          scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "web" },
          minReplicas: 1,
          maxReplicas: 3,
        },
      } as Supply["body"],
      change: { spec: { maxReplicas: 4 } },
    },
    {
      what: "a PodDisruptionBudget",
      path: pathOf("policy/v1", "poddisruptionbudgets", tenant),
      body: {
        metadata,
        spec: { maxUnavailable: 1, selector: { matchLabels: { app: "attempt" } } },
      } as Supply["body"],
      change: { spec: { maxUnavailable: 2 } },
    },
    ...(["Job", "CronJob", "StatefulSet"] as const).map((kind) => ({
      what: `a ${kind}`,
      path: collection(kind, tenant),
      body: workload(kind, tenant, undefined, "supply") as Supply["body"],
    })),
    // The size of `cart` includes no storage.
    ...(tenant === "cart"
      ? []
      : [
          {
            what: "a PersistentVolumeClaim",
            path: pathOf("v1", "persistentvolumeclaims", tenant),
            body: {
              metadata,
              spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
            } as Supply["body"],
          },
        ]),
    // Only the storefront declares a host.
    ...(tenant === "storefront"
      ? [
          {
            what: "an Ingress",
            path: pathOf("networking.k8s.io/v1", "ingresses", tenant),
            body: {
              metadata,
              spec: {
                ingressClassName: "alb",
                tls: [{ hosts: ["shop.example.com"], secretName: "shop" }],
                rules: [
                  {
                    host: "shop.example.com",
                    http: {
                      paths: [
                        {
                          path: "/",
                          pathType: "Prefix",
                          backend: { service: { name: "web", port: { number: 8080 } } },
                        },
                      ],
                    },
                  },
                ],
              },
            } as Supply["body"],
          },
        ]
      : []),
  ];
}
