import { cis, mitre, nsa, owasp, requirement } from "../../../controls/ids.ts";
import type { Attempt } from "../support/attempt.ts";
import { create } from "../support/kinds.ts";
import { withProjectedToken } from "../support/pod-changes.ts";
import { podTable, table } from "../support/tables.ts";

/** The example's pods have the label of a workload, so two policies refuse another account. Either answers first. */
const ofAccountOrLabel = ["casemate-service-accounts", "casemate-workload-labels"] as const;

/** Pods that get a service account's rights by their fields. */
export const attempts: readonly Attempt[] = [
  ...podTable(
    {
      tenant: "checkout",
      expect: "refused",
      by: "casemate-service-accounts",
      serves: [...requirement("A3", "B3"), ...cis("4.1.5", "4.1.6"), ...nsa("NSA-POD-17"), ...mitre("T1528")],
    },
    [
      {
        variant: "that runs as default",
        by: ofAccountOrLabel,
        change: (spec) => {
          spec.serviceAccountName = "default";
        },
        kinds: ["Pod", "Deployment", "StatefulSet", "Job", "CronJob"],
        why: "Every pod of the namespace would have the rights of default.",
      },
      {
        variant: "that names no service account",
        by: ofAccountOrLabel,
        change: (spec) => {
          delete spec.serviceAccountName;
        },
        kinds: ["Pod", "Deployment"],
        why: "Kubernetes sets the account default.",
      },
      {
        variant: "that runs as default by the deprecated field",
        by: ofAccountOrLabel,
        change: (spec) => {
          delete spec.serviceAccountName;
          spec.serviceAccount = "default";
        },
        kinds: ["Pod", "Deployment"],
        why: "The deprecated field still names the account.",
      },
      {
        variant: "that mounts a token for the Kubernetes API",
        change: (spec) => {
          spec.automountServiceAccountToken = true;
        },
        kinds: ["Pod", "Deployment", "CronJob"],
        why: "A workload that doesn't call the API needs no token, but an intruder can use one.",
      },
      {
        variant: "that projects a token for the Kubernetes API",
        change: withProjectedToken(),
        kinds: ["Pod", "Deployment"],
        why: "A projected token gives the same rights as a mounted one.",
      },
      {
        variant: "that projects a token for another audience",
        change: withProjectedToken("https://kubernetes.default.svc"),
        kinds: ["Pod", "Deployment"],
        why: "The API server accepts a token with its issuer as audience.",
      },
      {
        variant: "that projects a token for AWS's STS",
        change: withProjectedToken("sts.amazonaws.com"),
        kinds: ["Pod"],
        why: "Only Pod Identity, which the platform declares, gives AWS roles to pods.",
      },
      {
        variant: "that projects a token among harmless sources",
        change: (spec) => {
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
        why: "A token stays a token next to allowed sources.",
      },
    ],
  ),
  ...table(
    {
      as: "builder",
      expect: "refused",
      by: "casemate-service-accounts",
      why: "A user who may create pods would have the rights of every account of the namespace.",
      serves: [...requirement("A2", "B7"), ...cis("4.1.4"), ...mitre("T1528"), ...owasp("K02:2025")],
    },
    [
      { name: "runs a Pod as an account that its creator may not use", does: create("Pod", "storefront") },
      {
        name: "runs a Deployment as an account that its creator may not use",
        does: create("Deployment", "storefront"),
      },
    ],
  ),
  {
    name: "runs a Pod as an account that doesn't exist",
    as: "developer of checkout",
    does: create("Pod", "checkout", (spec) => {
      spec.serviceAccountName = "paymentservice";
    }),
    expect: "refused",
    by: "service-account",
    why: "Another tenant's account doesn't exist in this namespace.",
    serves: [...requirement("A3", "A8"), ...mitre("T1528")],
  },
];
