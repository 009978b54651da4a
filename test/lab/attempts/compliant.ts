import { type Controls, nsa, requirement } from "../../../controls/ids.ts";
import type { Attempt } from "../support/attempt.ts";
import { create, kindNames } from "../support/kinds.ts";
import { holderOf, podTable, table } from "../support/tables.ts";
import { digest, podSpec, registry, tenants } from "../support/workloads.ts";

const serves: Controls = [...requirement("A5", "A10", "B3")];

/** Compliant workloads. Without these, a cluster that refuses everything would pass the suite. */
export const attempts: readonly Attempt[] = [
  ...table(
    {
      expect: "admitted",
      why: "A compliant pod must pass in every kind in which a refused pod is tried.",
      serves,
    },
    kindNames.map((kind) => ({
      name: `runs a compliant ${kind}`,
      as: holderOf(kind, "storefront"),
      does: create(kind, "storefront"),
    })),
  ),
  ...table(
    { expect: "admitted", why: "A compliant pod must pass in each class and size.", serves },
    tenants.map((tenant) => ({
      name: `runs a compliant Pod in ${tenant}`,
      as: `developer of ${tenant}` as const,
      does: create("Pod", tenant),
    })),
  ),
  // Similar to refused variants.
  ...podTable(
    {
      kinds: ["Pod", "Deployment"],
      tenant: "storefront",
      expect: "admitted",
      why: "Teams need it, and it weakens no control.",
      serves,
    },
    [
      {
        variant: "whose image has a tag and a digest",
        change: (_, container) => {
          container.image = `${registry}/shop/web:1.2.3@${digest}`;
        },
      },
      {
        variant: "that mounts Pod Identity's token",
        change: (spec) => {
          spec.volumes = [
            {
              name: "eks-pod-identity-token",
              projected: {
                sources: [{ serviceAccountToken: { path: "token", audience: "pods.eks.amazonaws.com" } }],
              },
            },
          ];
        },
      },
      {
        variant: "with the tolerations that Kubernetes itself adds",
        change: (spec) => {
          spec.tolerations = [
            {
              key: "node.kubernetes.io/not-ready",
              operator: "Exists",
              effect: "NoExecute",
              tolerationSeconds: 300,
            },
            {
              key: "node.kubernetes.io/unreachable",
              operator: "Exists",
              effect: "NoExecute",
              tolerationSeconds: 300,
            },
          ];
        },
      },
      {
        variant: "that binds port 80",
        change: (_, container) => {
          container.securityContext = {
            ...container.securityContext,
            capabilities: { drop: ["ALL"], add: ["NET_BIND_SERVICE"] },
          };
        },
      },
      {
        variant: "that spreads over zones",
        change: (spec) => {
          spec.topologySpreadConstraints = [
            {
              maxSkew: 1,
              topologyKey: "topology.kubernetes.io/zone",
              whenUnsatisfiable: "ScheduleAnyway",
              labelSelector: { matchLabels: { app: "attempt" } },
            },
          ];
          spec.affinity = {
            podAntiAffinity: {
              preferredDuringSchedulingIgnoredDuringExecution: [
                {
                  weight: 1,
                  podAffinityTerm: {
                    topologyKey: "kubernetes.io/hostname",
                    labelSelector: { matchLabels: { app: "attempt" } },
                  },
                },
              ],
            },
          };
        },
      },
      {
        variant: "that reads a Secret and a ConfigMap as files",
        change: (spec, container) => {
          spec.volumes = [
            { name: "secret", secret: { secretName: "settings" } },
            { name: "config", configMap: { name: "settings" } },
            { name: "tmp", emptyDir: { sizeLimit: "16Mi" } },
          ];
          container.volumeMounts = [
            { name: "secret", mountPath: "/secret", readOnly: true },
            { name: "config", mountPath: "/config", readOnly: true },
            { name: "tmp", mountPath: "/tmp" },
          ];
        },
      },
      {
        variant: "in its own user namespace",
        change: (spec) => {
          spec.hostUsers = false;
        },
      },
    ],
  ),
  {
    name: "runs a Pod without resources, and gets the LimitRange's defaults",
    as: "developer of storefront",
    does: create("Pod", "storefront", (_, container) => {
      delete container.resources;
    }),
    expect: "admitted",
    why: "The LimitRange sets defaults before admission policies require limits.",
    serves: [...requirement("B5"), ...nsa("NSA-NET-05")],
  },
  {
    name: "runs a Pod of three containers",
    as: "operator of storefront",
    does: create("Pod", "storefront", (spec) => {
      spec.containers = ["a", "b", "c"].map((name) => ({ ...podSpec("storefront").containers[0], name }));
    }),
    expect: "admitted",
    why: "An operator has all rights of a developer.",
    serves,
  },
];
