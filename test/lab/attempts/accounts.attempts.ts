import type { Actor, Attempt } from "./attempt.ts";
import { create, type WorkloadKind } from "./kinds.ts";
import { make, pathOf, read } from "./requests.ts";
import type { Change } from "./workloads.ts";

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

const token = (name: string, annotated: string) => ({
  apiVersion: "v1",
  kind: "Secret",
  type: "kubernetes.io/service-account-token",
  metadata: { name, annotations: { "kubernetes.io/service-account.name": annotated } },
});

/** Ways to a service account's rights. */
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
  {
    name: "makes a token Secret for a workload's account",
    as: "developer of checkout",
    does: {
      method: "POST",
      path: pathOf("v1", "secrets", "checkout"),
      body: token("token", "checkoutservice"),
    },
    expect: "refused",
    by: "casemate-secrets",
    why: "Such a token never expires, and whoever may read Secrets has it.",
    serves: ["A6", "B3", "4.1.6", "4.1.12", "T1552.007"],
  },
  {
    name: "makes a token Secret for default",
    as: "operator of payments",
    does: { method: "POST", path: pathOf("v1", "secrets", "payments"), body: token("token", "default") },
    expect: "refused",
    by: "casemate-secrets",
    why: "Such a token never expires, and whoever may read Secrets has it.",
    serves: ["A6", "B3", "4.1.6", "4.1.12", "T1552.007"],
  },
  {
    name: "makes a Secret to join a node with",
    as: "developer of checkout",
    does: make(pathOf("v1", "secrets", "checkout"), {
      apiVersion: "v1",
      kind: "Secret",
      type: "bootstrap.kubernetes.io/token",
      metadata: { name: "bootstrap-token-abcdef" },
    }),
    expect: "refused",
    by: "casemate-secrets",
    why: "Bootstrap tokens are good for a node's identity where they are read.",
    serves: ["A1", "B3", "K09:2025"],
  },
  ...(["checkoutservice", "default"] as const).map(
    (account): Attempt => ({
      name: `asks for a token of ${account}`,
      as: "operator of checkout",
      does: {
        method: "POST",
        path: pathOf("v1", "serviceaccounts", "checkout", `${account}/token`),
        body: { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: {} },
      },
      expect: "refused",
      by: "rbac",
      why: "People come by OpenID Connect, and don't act as workloads.",
      serves: ["A1", "B7", "4.1.12", "T1528"],
    }),
  ),
  {
    name: "turns a workload account's token on",
    as: "developer of checkout",
    does: {
      method: "PATCH",
      path: pathOf("v1", "serviceaccounts", "checkout", "checkoutservice"),
      body: { automountServiceAccountToken: true },
      contentType: "application/merge-patch+json",
    },
    expect: "refused",
    by: "rbac",
    why: "Which workloads call the API is declared, and reviewed.",
    serves: ["A3", "B7", "4.1.6"],
  },
  ...(["storefront", "checkout"] as const).map(
    (namespace): Attempt => ({
      name: `lists the Secrets of ${namespace} as a workload`,
      as: "workload of storefront/frontend",
      does: read(pathOf("v1", "secrets", namespace)),
      expect: "refused",
      by: "rbac",
      why: "A workload has no rights that nobody gave it.",
      serves: ["A3", "B7", "4.1.2", "T1552.007"],
    }),
  ),
  {
    name: "makes a Pod as a workload",
    as: "workload of storefront/frontend",
    does: create("Pod", "storefront"),
    expect: "refused",
    by: "rbac",
    why: "An intruder in a pod would start further ones.",
    serves: ["A3", "B7", "4.1.4", "T1610"],
  },
];
