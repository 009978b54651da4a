import type { SoftwareEntry } from "./software-entry.ts";

/** KEDA: scales workloads by events, for example by the length of a queue. */
export const keda: SoftwareEntry = {
  id: "keda",
  version: "2.20.2",
  sources: [
    "https://github.com/kedacore/charts/tree/v2.20.2/keda",
    "https://keda.sh/docs/2.20/operate/cluster/",
    "https://keda.sh/docs/2.20/authentication-providers/aws/",
  ],
  namespace: "keda",
  install: {
    kind: "chart",
    chart: "keda",
    version: "2.20.2",
    values: {
      // Without these, the same ports stay open, but the chart hides them.
      prometheus: {
        operator: { enabled: true },
        metricServer: { enabled: true },
        webhooks: { enabled: true },
      },
      // Otherwise it may read the Secrets of every namespace. A tenant's `access` gives it those of the tenant.
      permissions: { metricServer: { restrict: { secret: true } }, operator: { restrict: { secret: true } } },
    },
  },
  podSecurity: { level: "restricted" },
  workloads: {
    operator: {
      kind: "Deployment",
      labels: { app: "keda-operator" },
      serviceAccount: "keda-operator",
      kubernetesApi: true,
      listens: [
        { name: "metrics", port: 8080, from: ["scrapers"] },
        { name: "healthz", port: 8081, from: ["kubelet"] },
        { name: "metricsservice", port: 9666, from: ["peers"] },
      ],
      aws: {
        endpoints: [],
        optionEndpoints: { roles: ["eks-auth", "sts"] },
        policy: {
          Version: "2012-10-17",
          Statement: [
            {
              Sid: "AssumeRolesOfWorkloads",
              Effect: "Allow",
              Action: ["sts:AssumeRole", "sts:TagSession"],
              Resource: "{option.roles}",
            },
          ],
        },
      },
    },
    "operator-metrics-apiserver": {
      kind: "Deployment",
      labels: { app: "keda-operator-metrics-apiserver" },
      serviceAccount: "keda-metrics-server",
      kubernetesApi: true,
      listens: [
        { name: "https", port: 6443, from: ["api-server", "kubelet"] },
        { name: "metrics", port: 8080, from: ["scrapers"] },
      ],
      calls: [{ workload: "operator", port: 9666, reason: "asks for the values of metrics" }],
    },
    "admission-webhooks": {
      kind: "Deployment",
      labels: { app: "keda-admission-webhooks" },
      serviceAccount: "keda-webhook",
      kubernetesApi: true,
      listens: [
        { name: "http", port: 9443, from: ["api-server"] },
        { name: "metrics", port: 8080, from: ["scrapers"] },
        { name: "healthz", port: 8081, from: ["kubelet"] },
      ],
    },
  },
  customResources: ["eventing.keda.sh", "keda.sh"],
  images: [
    "ghcr.io/kedacore/keda",
    "ghcr.io/kedacore/keda-admission-webhooks",
    "ghcr.io/kedacore/keda-metrics-apiserver",
  ],
  options: {
    roles: {
      kind: "list",
      description:
        "ARNs of the workloads' roles that it assumes to read metrics of AWS. Their trust policies name its role.",
      default: [],
      pattern: "arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]{1,512}",
      example: "arn:aws:iam::111122223333:role/prod.checkout.worker",
    },
  },
  usedBy:
    "A ScaledObject or ScaledJob scales a workload in its own namespace. It reads Secrets and metrics by a TriggerAuthentication there.",
};
