import type { SoftwareCall, SoftwareEntry } from "./software-entry.ts";

const kubeletMetrics: SoftwareCall = { nodes: true, port: 10_250, reason: "scrapes kubelets and containers" };

/** Prometheus with its operator, Alertmanager and Grafana, from the chart kube-prometheus-stack. */
export const prometheusStack: SoftwareEntry = {
  id: "prometheus-stack",
  version: "v0.93.1",
  sources: [
    "https://github.com/prometheus-community/helm-charts/tree/kube-prometheus-stack-88.5.3/charts/kube-prometheus-stack",
    "https://github.com/prometheus-operator/prometheus-operator/tree/v0.93.1/pkg",
  ],
  namespace: "monitoring",
  install: {
    kind: "chart",
    chart: "kube-prometheus-stack",
    version: "88.5.3",
    values: {
      fullnameOverride: "prometheus-stack",
      // The control plane of EKS answers on none of these ports, and kube-proxy only on the node itself.
      kubeControllerManager: { enabled: false },
      kubeEtcd: { enabled: false },
      kubeScheduler: { enabled: false },
      kubeProxy: { enabled: false },
      // The namespace kube-system admits no scrapes of CoreDNS.
      coreDns: { enabled: false },
      // It needs the host's network and processes, and would lower the level of the whole namespace.
      nodeExporter: { enabled: false },
      alertmanager: { alertmanagerSpec: { automountServiceAccountToken: false } },
      // Otherwise Grafana may read the Secrets of every namespace.
      grafana: { rbac: { namespaced: true }, testFramework: { enabled: false } },
    },
  },
  podSecurity: { level: "restricted" },
  workloads: {
    operator: {
      kind: "Deployment",
      labels: { app: "kube-prometheus-stack-operator" },
      serviceAccount: "prometheus-stack-operator",
      kubernetesApi: true,
      listens: [{ name: "https", port: 10_250, from: ["api-server", "kubelet", "scrapers"] }],
    },
    "admission-create": {
      kind: "Job",
      labels: { app: "kube-prometheus-stack-admission-create" },
      serviceAccount: "prometheus-stack-admission",
      kubernetesApi: true,
      listens: [],
    },
    "admission-patch": {
      kind: "Job",
      labels: { app: "kube-prometheus-stack-admission-patch" },
      serviceAccount: "prometheus-stack-admission",
      kubernetesApi: true,
      listens: [],
    },
    "kube-state-metrics": {
      kind: "Deployment",
      labels: { "app.kubernetes.io/name": "kube-state-metrics" },
      serviceAccount: "prometheus-stack-kube-state-metrics",
      kubernetesApi: true,
      listens: [
        { name: "http", port: 8080, from: ["kubelet", "scrapers"] },
        { name: "metrics", port: 8081, from: ["kubelet", "scrapers"] },
      ],
    },
    // The operator creates the StatefulSets of Prometheus and Alertmanager.
    "prometheus-prometheus-stack-prometheus": {
      kind: "StatefulSet",
      labels: { "app.kubernetes.io/name": "prometheus" },
      serviceAccount: "prometheus-stack-prometheus",
      kubernetesApi: true,
      listens: [
        { name: "http-web", port: 9090, from: ["kubelet", "peers", "scrapers"] },
        { name: "reloader-web", port: 8080, from: ["scrapers"] },
      ],
      calls: [
        kubeletMetrics,
        { workload: "kube-state-metrics", port: 8080, reason: "scrapes the state of objects" },
        { workload: "operator", port: 10_250, reason: "scrapes the operator" },
        { workload: "grafana", port: 3000, reason: "scrapes Grafana" },
        {
          workload: "alertmanager-prometheus-stack-alertmanager",
          port: 9093,
          reason: "sends alerts and scrapes Alertmanager",
        },
        {
          workload: "alertmanager-prometheus-stack-alertmanager",
          port: 8080,
          reason: "scrapes the reloader of Alertmanager",
        },
      ],
    },
    "alertmanager-prometheus-stack-alertmanager": {
      kind: "StatefulSet",
      labels: { "app.kubernetes.io/name": "alertmanager" },
      serviceAccount: "prometheus-stack-alertmanager",
      listens: [
        { name: "http-web", port: 9093, from: ["kubelet", "peers", "scrapers"] },
        { name: "reloader-web", port: 8080, from: ["scrapers"] },
        // For clusters of more than one replica. The default is one.
        { name: "mesh-tcp", port: 9094, from: ["none"] },
        { name: "mesh-udp", port: 9094, protocol: "UDP", from: ["none"] },
      ],
      calls: [{ cidr: "{option.receivers}", port: 443, reason: "sends notifications" }],
    },
    grafana: {
      kind: "Deployment",
      labels: { "app.kubernetes.io/name": "grafana" },
      serviceAccount: "prometheus-stack-grafana",
      kubernetesApi: true,
      listens: [
        { name: "grafana", port: 3000, from: ["kubelet", "scrapers", "load-balancers"] },
        { name: "profiling", port: 6060, from: ["none"] },
        { name: "gossip-tcp", port: 9094, from: ["none"] },
        { name: "gossip-udp", port: 9094, protocol: "UDP", from: ["none"] },
      ],
      calls: [
        { workload: "prometheus-prometheus-stack-prometheus", port: 9090, reason: "queries metrics" },
        { workload: "alertmanager-prometheus-stack-alertmanager", port: 9093, reason: "shows alerts" },
      ],
    },
  },
  customResources: ["monitoring.coreos.com"],
  images: [
    "docker.io/grafana/grafana",
    "ghcr.io/jkroepke/kube-webhook-certgen",
    "quay.io/kiwigrid/k8s-sidecar",
    "quay.io/prometheus-operator/prometheus-config-reloader",
    "quay.io/prometheus-operator/prometheus-operator",
    "quay.io/prometheus/alertmanager",
    "quay.io/prometheus/prometheus",
    "registry.k8s.io/kube-state-metrics/kube-state-metrics",
  ],
  options: {
    receivers: {
      kind: "list",
      description: "Addresses to which Alertmanager sends notifications.",
      default: [],
      pattern: "[0-9]{1,3}(?:\\.[0-9]{1,3}){3}/[0-9]{1,2}",
      example: "10.20.0.48/28",
    },
  },
  usedBy:
    "A ServiceMonitor or PodMonitor with the label `release: prometheus-stack`, in any namespace, makes Prometheus scrape pods. A PrometheusRule adds alerts.",
};
