import type { Actor, Attempt } from "../support/attempt.ts";
import { create, type WorkloadKind } from "../support/kinds.ts";
import type { Change } from "../support/workloads.ts";

const projected = (audience?: string): Change => {
  return (spec) => {
    spec.volumes = [
      {
        name: "token",
        projected: {
          sources: [{ serviceAccountToken: { path: "token", ...(audience && { audience }) } }],
        },
      },
    ];
  };
};

/** What a pod may say of its service account, and may not. */
const pods: readonly {
  readonly that: string;
  readonly breaks: Change;
  readonly kinds: readonly WorkloadKind[];
  readonly as?: Actor;
  readonly why: string;
}[] = [
  {
    that: "runs as default",
    breaks: (spec) => {
      spec.serviceAccountName = "default";
    },
    kinds: ["Pod", "Deployment", "StatefulSet", "Job", "CronJob"],
    why: "Rights given to default are everybody's in the namespace.",
  },
  {
    that: "names no service account",
    breaks: (spec) => {
      delete spec.serviceAccountName;
    },
    kinds: ["Pod", "Deployment"],
    why: "Kubernetes makes it default.",
  },
  {
    that: "runs as default by the old field",
    breaks: (spec) => {
      delete spec.serviceAccountName;
      spec.serviceAccount = "default";
    },
    kinds: ["Pod", "Deployment"],
    why: "The deprecated field still names the account.",
  },
  {
    that: "mounts a token for the Kubernetes API",
    breaks: (spec) => {
      spec.automountServiceAccountToken = true;
    },
    kinds: ["Pod", "Deployment", "CronJob"],
    why: "A workload that doesn't call the API has no use for a token, but an intruder has.",
  },
  {
    that: "projects a token for the Kubernetes API",
    breaks: projected(),
    kinds: ["Pod", "Deployment"],
    why: "A projected token is the same as a mounted one.",
  },
  {
    that: "projects a token for another audience",
    breaks: projected("https://kubernetes.default.svc"),
    kinds: ["Pod", "Deployment"],
    why: "The API server takes tokens of its own issuer's audience by any path.",
  },
  {
    that: "projects a token for AWS's STS",
    breaks: projected("sts.amazonaws.com"),
    kinds: ["Pod"],
    why: "Roles are handed out by Pod Identity, which the platform declares.",
  },
  {
    that: "projects a token among harmless sources",
    breaks: (spec) => {
      spec.volumes = [
        {
          name: "all",
          projected: {
            sources: [
              { downwardAPI: { items: [{ path: "name", fieldRef: { fieldPath: "metadata.name" } }] } },
              { serviceAccountToken: { path: "token", audience: "pods.eks.amazonaws.com" } },
              { serviceAccountToken: { path: "other" } },
            ],
          },
        },
      ];
    },
    kinds: ["Pod", "Deployment"],
    why: "One token among allowed sources is one too many.",
  },
];

/** Ways to a service account's rights, by what a pod says. */
export const accounts: readonly Attempt[] = [
  ...pods.flatMap(({ that, breaks, kinds, why }) =>
    kinds.map(
      (kind): Attempt => ({
        name: `runs a ${kind} that ${that}`,
        as: "developer of checkout",
        does: create(kind, "checkout", breaks),
        expect: "refused",
        by: "casemate-service-accounts",
        why,
        serves: ["A3", "B3", "4.1.5", "4.1.6", "NSA-POD-17", "T1528"],
      }),
    ),
  ),
  ...(["Pod", "Deployment"] as const).map(
    (kind): Attempt => ({
      name: `runs a ${kind} as an account that its maker may not use`,
      as: "builder",
      does: create(kind, "storefront"),
      expect: "refused",
      by: "casemate-service-accounts",
      why: "Whoever may make pods would have the rights of every account of the namespace.",
      serves: ["A2", "B7", "4.1.4", "K02:2025", "T1528"],
    }),
  ),
  {
    name: "runs a Pod as an account that isn't there",
    as: "developer of checkout",
    does: create("Pod", "checkout", (spec) => {
      spec.serviceAccountName = "paymentservice";
    }),
    expect: "refused",
    by: "service-account",
    why: "Another tenant's account is none of this namespace's.",
    serves: ["A3", "A8", "T1528"],
  },
];
