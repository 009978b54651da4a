import type { SoftwareEntry } from "./software-entry.ts";

/** Argo CD in the cluster, from its own chart: applies what Git says. */
export const argoCd: SoftwareEntry = {
  id: "argo-cd",
  version: "v3.4.4",
  sources: [
    "https://github.com/argoproj/argo-helm/tree/argo-cd-10.1.1/charts/argo-cd",
    "https://github.com/argoproj/argo-cd/tree/v3.4.4/manifests/base",
  ],
  namespace: "argocd",
  install: {
    kind: "chart",
    chart: "argo-cd",
    version: "10.1.1",
    values: {
      fullnameOverride: "argocd",
      // Argo CD signs people in by OIDC itself.
      dex: { enabled: false },
      notifications: { enabled: false },
      redis: {
        automountServiceAccountToken: false,
        serviceAccount: { create: true, name: "argocd-redis" },
      },
      // Without it, the controller applies everything with its own rights, and no tenant's limits hold.
      configs: { cm: { "application.sync.impersonation.enabled": "true", "admin.enabled": "false" } },
    },
  },
  podSecurity: { level: "restricted" },
  workloads: {
    "argocd-application-controller": {
      kind: "StatefulSet",
      labels: { "app.kubernetes.io/name": "argocd-application-controller" },
      serviceAccount: "argocd-application-controller",
      kubernetesApi: true,
      listens: [{ name: "metrics", port: 8082, from: ["kubelet", "scrapers"] }],
      calls: [
        { workload: "argocd-repo-server", port: 8081, reason: "asks for rendered manifests" },
        { workload: "argocd-redis", port: 6379, reason: "caches the state of applications" },
      ],
    },
    "argocd-applicationset-controller": {
      kind: "Deployment",
      labels: { "app.kubernetes.io/name": "argocd-applicationset-controller" },
      serviceAccount: "argocd-applicationset-controller",
      kubernetesApi: true,
      listens: [
        // For events that a Git server sends. The controller also asks the Git server by itself.
        { name: "webhook", port: 7000, from: ["none"] },
        { name: "metrics", port: 8080, from: ["scrapers"] },
        { name: "probe", port: 8081, from: ["none"] },
      ],
      calls: [
        { workload: "argocd-repo-server", port: 8081, reason: "lists folders and files of repositories" },
        { cidr: "{option.git}", port: 443, reason: "asks Git servers for branches and pull requests" },
      ],
    },
    "argocd-repo-server": {
      kind: "Deployment",
      labels: { "app.kubernetes.io/name": "argocd-repo-server" },
      serviceAccount: "argocd-repo-server",
      kubernetesApi: true,
      listens: [
        { name: "repo-server", port: 8081, from: ["peers"] },
        { name: "metrics", port: 8084, from: ["kubelet", "scrapers"] },
      ],
      calls: [
        { workload: "argocd-redis", port: 6379, reason: "caches rendered manifests" },
        { cidr: "{option.git}", port: 443, reason: "clones repositories and downloads charts" },
        { cidr: "{option.git}", port: 22, reason: "clones repositories by SSH" },
      ],
    },
    "argocd-server": {
      kind: "Deployment",
      labels: { "app.kubernetes.io/name": "argocd-server" },
      serviceAccount: "argocd-server",
      kubernetesApi: true,
      listens: [
        { name: "server", port: 8080, from: ["kubelet", "load-balancers"] },
        { name: "metrics", port: 8083, from: ["scrapers"] },
      ],
      calls: [
        { workload: "argocd-repo-server", port: 8081, reason: "shows manifests and details of repositories" },
        { workload: "argocd-redis", port: 6379, reason: "reads the state of applications" },
        { cidr: "{option.identityProvider}", port: 443, reason: "signs people in" },
      ],
    },
    "argocd-redis": {
      kind: "Deployment",
      labels: { "app.kubernetes.io/name": "argocd-redis" },
      serviceAccount: "argocd-redis",
      listens: [{ name: "redis", port: 6379, from: ["peers"] }],
    },
    "argocd-redis-secret-init": {
      kind: "Job",
      labels: { "app.kubernetes.io/name": "argocd-redis-secret-init" },
      serviceAccount: "argocd-redis-secret-init",
      kubernetesApi: true,
      listens: [],
    },
  },
  customResources: ["argoproj.io"],
  images: ["ecr-public.aws.com/docker/library/redis", "quay.io/argoproj/argocd"],
  options: {
    git: {
      kind: "list",
      description: "Addresses of the Git servers and chart registries.",
      default: [],
      pattern: "[0-9]{1,3}(?:\\.[0-9]{1,3}){3}/[0-9]{1,2}",
      example: "10.20.0.16/28",
    },
    identityProvider: {
      kind: "list",
      description: "Addresses of the identity provider that signs people in.",
      default: [],
      pattern: "[0-9]{1,3}(?:\\.[0-9]{1,3}){3}/[0-9]{1,2}",
      example: "10.20.0.32/28",
    },
  },
  usedBy:
    "An Application of an AppProject syncs into a tenant's namespace with the account that the project's `destinationServiceAccounts` names. Tenants have no rights on these kinds in the namespace `argocd`.",
};
