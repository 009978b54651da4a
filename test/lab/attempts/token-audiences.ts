import type { V1PodSpec } from "@kubernetes/client-node";
import { cis, mitre, nsa, requirement } from "../../../controls/ids.ts";
import type { Attempt } from "../support/attempt.ts";
import { create } from "../support/kinds.ts";
import { table } from "../support/tables.ts";
import { workshopDeveloper } from "../support/workshop.ts";

/** A projected token. Without an audience it is one of the Kubernetes API. */
const token =
  (audience: string | undefined, account = "app") =>
  (spec: V1PodSpec) => {
    spec.serviceAccountName = account;
    spec.volumes = [
      {
        name: "token",
        projected: {
          sources: [{ serviceAccountToken: { path: "token", ...(audience !== undefined && { audience }) } }],
        },
      },
    ];
  };

/** Tokens for servers other than the Kubernetes API. The tenant's field is `tokenAudiences`. */
export const attempts: readonly Attempt[] = [
  ...table(
    {
      as: workshopDeveloper,
      expect: "admitted",
      why: "The tenant declares the audience, and the Kubernetes API refuses such a token.",
      serves: [...requirement("B3")],
    },
    [
      { name: "mounts a token for IRSA", does: create("Pod", "workshop", token("sts.amazonaws.com")) },
      { name: "mounts a token for Vault", does: create("Deployment", "workshop", token("vault")) },
      {
        name: "mounts a token for EKS Pod Identity without an audience in the tenant",
        does: create("Pod", "workshop", token("pods.eks.amazonaws.com", "api")),
      },
    ],
  ),
  ...table(
    {
      as: workshopDeveloper,
      expect: "refused",
      by: "casemate-service-accounts",
      why: "A token opens a server, and the tenant declares which.",
      serves: [...requirement("A3", "B3"), ...cis("4.1.6"), ...nsa("NSA-POD-17"), ...mitre("T1528")],
    },
    [
      { name: "mounts a token of the Kubernetes API", does: create("Pod", "workshop", token(undefined)) },
      {
        name: "mounts a token of the Kubernetes API by its audience",
        does: create("Pod", "workshop", token("https://kubernetes.default.svc")),
      },
      {
        name: "mounts a token with an empty audience",
        does: create("Pod", "workshop", token("")),
      },
      {
        name: "mounts a token for a server that the tenant doesn't declare",
        does: create("Deployment", "workshop", token("consul")),
      },
      {
        name: "mounts a token whose audience begins like a declared one",
        does: create("Pod", "workshop", token("vault.example.com")),
      },
      {
        name: "mounts a token with a declared audience and one of the Kubernetes API",
        does: create("Pod", "workshop", (spec) => {
          token("vault")(spec);
          spec.volumes?.[0]?.projected?.sources?.push({ serviceAccountToken: { path: "other" } });
        }),
      },
      {
        name: "mounts a token with the audience of another workload",
        does: create("Pod", "storefront", token("vault", "frontend")),
        as: "developer of storefront",
      },
    ],
  ),
  {
    name: "requests the graphics processor of its size",
    as: workshopDeveloper,
    does: create("Pod", "workshop", (_, container) => {
      const { requests, limits } = container.resources ?? {};
      container.resources = {
        requests: { ...requests, "nvidia.com/gpu": "1" },
        limits: { ...limits, "nvidia.com/gpu": "1" },
      };
    }),
    expect: "admitted",
    why: "The tenant's size has one.",
    serves: [...requirement("B5", "D4")],
  },
  {
    name: "requests more graphics processors than its size",
    as: workshopDeveloper,
    does: create("Pod", "workshop", (_, container) => {
      const { requests, limits } = container.resources ?? {};
      container.resources = {
        requests: { ...requests, "nvidia.com/gpu": "2" },
        limits: { ...limits, "nvidia.com/gpu": "2" },
      };
    }),
    expect: "refused",
    by: "quota",
    why: "GPUs are the most expensive nodes.",
    serves: [...requirement("B5", "D4"), ...mitre("T1496")],
  },
];
