import type { SoftwareCall, SoftwareEntry, SoftwareListener } from "./software-entry.ts";

const probes: readonly SoftwareListener[] = [
  { name: "http-prom", port: 8080, from: ["scrapers"] },
  { name: "healthz", port: 9440, from: ["kubelet"] },
];
const artifacts: SoftwareCall = {
  workload: "source-controller",
  port: 9090,
  reason: "downloads artifacts of sources",
};
const events: SoftwareCall = { workload: "notification-controller", port: 9090, reason: "sends events" };

/** Flux: applies what Git says, with the account of each tenant. */
export const flux: SoftwareEntry = {
  id: "flux",
  version: "2.8.5",
  sources: [
    "https://github.com/fluxcd-community/helm-charts/tree/flux2-2.18.3/charts/flux2",
    "https://github.com/fluxcd/flux2/tree/v2.8.5/manifests",
    "https://fluxcd.io/flux/installation/configuration/multitenancy/",
  ],
  namespace: "flux-system",
  install: {
    kind: "chart",
    chart: "flux2",
    version: "2.18.3",
    values: {
      // A Kustomization or HelmRelease uses accounts and sources in its own namespace only.
      multitenancy: { enabled: true, defaultServiceAccount: "default", privileged: false },
      // These two write into Git and scan registries. Install them if you need them.
      imageAutomationController: { create: false },
      imageReflectionController: { create: false },
      // Casemate makes the NetworkPolicies.
      policies: { create: false },
    },
  },
  podSecurity: { level: "restricted" },
  workloads: {
    "source-controller": {
      kind: "Deployment",
      labels: { app: "source-controller" },
      serviceAccount: "source-controller",
      kubernetesApi: true,
      listens: [...probes, { name: "http", port: 9090, from: ["kubelet", "peers"] }],
      calls: [
        events,
        { cidr: "{option.git}", port: 443, reason: "clones repositories and downloads charts" },
        { cidr: "{option.git}", port: 22, reason: "clones repositories by SSH" },
      ],
    },
    "kustomize-controller": {
      kind: "Deployment",
      labels: { app: "kustomize-controller" },
      serviceAccount: "kustomize-controller",
      kubernetesApi: true,
      listens: probes,
      calls: [artifacts, events],
    },
    "helm-controller": {
      kind: "Deployment",
      labels: { app: "helm-controller" },
      serviceAccount: "helm-controller",
      kubernetesApi: true,
      listens: probes,
      calls: [artifacts, events],
    },
    // Checks the cluster before the first installation.
    "flux-check": {
      kind: "Job",
      labels: { "batch.kubernetes.io/job-name": "flux-flux-check" },
      serviceAccount: "flux-flux-check",
      kubernetesApi: true,
      listens: [],
    },
    "notification-controller": {
      kind: "Deployment",
      labels: { app: "notification-controller" },
      serviceAccount: "notification-controller",
      kubernetesApi: true,
      listens: [
        ...probes,
        { name: "http", port: 9090, from: ["peers"] },
        // For events that a Git server sends. Flux also asks the Git server by itself.
        { name: "http-webhook", port: 9292, from: ["none"] },
      ],
    },
  },
  customResources: [
    "helm.toolkit.fluxcd.io",
    "kustomize.toolkit.fluxcd.io",
    "notification.toolkit.fluxcd.io",
    "source.toolkit.fluxcd.io",
  ],
  images: [
    "ghcr.io/fluxcd/flux-cli",
    "ghcr.io/fluxcd/helm-controller",
    "ghcr.io/fluxcd/kustomize-controller",
    "ghcr.io/fluxcd/notification-controller",
    "ghcr.io/fluxcd/source-controller",
  ],
  options: {
    git: {
      kind: "list",
      description: "Addresses of the Git servers and chart registries.",
      default: [],
      pattern: "[0-9]{1,3}(?:\\.[0-9]{1,3}){3}/[0-9]{1,2}",
      example: "10.20.0.16/28",
    },
  },
  usedBy:
    "A Kustomization or HelmRelease in a tenant's namespace is applied with the account that its `serviceAccountName` names there. Without the field, it is the account `default`, which has no rights.",
};
