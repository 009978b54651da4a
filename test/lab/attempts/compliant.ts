import type { Attempt } from "../support/attempt.ts";
import { create, kindNames, kinds } from "../support/kinds.ts";
import { type Change, digest, podSpec, registry, tenants } from "../support/workloads.ts";

/** What stands near a refused thing, and is let through. */
const variants: readonly (readonly [what: string, change: Change])[] = [
  [
    "whose image has a tag beside its digest",
    (_, container) => {
      container.image = `${registry}/shop/web:1.2.3@${digest}`;
    },
  ],
  [
    "that mounts Pod Identity's token",
    (spec) => {
      spec.volumes = [
        {
          name: "eks-pod-identity-token",
          projected: {
            sources: [{ serviceAccountToken: { path: "token", audience: "pods.eks.amazonaws.com" } }],
          },
        },
      ];
    },
  ],
  [
    "with the tolerations that Kubernetes itself adds",
    (spec) => {
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
  ],
  [
    "that binds port 80",
    (_, container) => {
      container.securityContext = {
        ...container.securityContext,
        capabilities: { drop: ["ALL"], add: ["NET_BIND_SERVICE"] },
      };
    },
  ],
  [
    "that spreads over zones",
    (spec) => {
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
  ],
  [
    "that reads a Secret and a ConfigMap as files",
    (spec, container) => {
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
  ],
  [
    "in a user namespace of its own",
    (spec) => {
      spec.hostUsers = false;
    },
  ],
];

const serves = ["A5", "A10", "B3"] as const;

/** A suite that refuses everything would be green without these. */
export const compliant: readonly Attempt[] = [
  ...kindNames.map(
    (kind): Attempt => ({
      name: `runs a compliant ${kind}`,
      as: kinds[kind].ofDevelopers ? "developer of storefront" : "gitops",
      does: create(kind, "storefront"),
      expect: "admitted",
      why: "What is compliant must pass, in every kind that a refused pod was tried in.",
      serves,
    }),
  ),
  ...tenants.map(
    (tenant): Attempt => ({
      name: `runs a compliant Pod in ${tenant}`,
      as: `developer of ${tenant}`,
      does: create("Pod", tenant),
      expect: "admitted",
      why: "What is compliant must pass, in each class and size.",
      serves,
    }),
  ),
  ...variants.flatMap(([what, change]) =>
    (["Pod", "Deployment"] as const).map(
      (kind): Attempt => ({
        name: `runs a ${kind} ${what}`,
        as: "developer of storefront",
        does: create(kind, "storefront", change),
        expect: "admitted",
        why: "Teams need it, and it opens nothing.",
        serves,
      }),
    ),
  ),
  {
    name: "runs a Pod that asks for no resources, and gets the LimitRange's",
    as: "developer of storefront",
    does: create("Pod", "storefront", (_, container) => {
      delete container.resources;
    }),
    expect: "admitted",
    why: "The LimitRange has its turn before admission asks for limits.",
    serves: ["B5", "NSA-NET-05"],
  },
  {
    name: "runs a Pod of three containers of its own",
    as: "operator of storefront",
    does: create("Pod", "storefront", (spec) => {
      spec.containers = ["a", "b", "c"].map((name) => ({ ...podSpec("storefront").containers[0], name }));
    }),
    expect: "admitted",
    why: "An operator may what a developer may.",
    serves,
  },
];
