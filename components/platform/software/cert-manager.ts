import type { SoftwareEntry } from "./software-entry.ts";

const zones = "arn:{partition}:route53:::hostedzone/{option.zones}";

/** Issues certificates and renews them, for webhooks inside the cluster and for hosts. */
export const certManager: SoftwareEntry = {
  id: "cert-manager",
  version: "v1.21.1",
  sources: [
    "https://github.com/cert-manager/cert-manager/tree/v1.21.1/deploy/charts/cert-manager",
    "https://cert-manager.io/docs/configuration/acme/dns01/route53/",
  ],
  namespace: "cert-manager",
  install: {
    kind: "chart",
    chart: "cert-manager",
    version: "v1.21.1",
    values: {
      crds: { enabled: true },
      // The chart's own default is kube-system, where its Roles would then be.
      global: { leaderElection: { namespace: "cert-manager" } },
      // 10250 is the kubelets' port. With another one, its security group rule doesn't open kubelets.
      webhook: { securePort: 10260 },
      // A Job that asks the webhook for a certificate once. The plan can't run it.
      startupapicheck: { enabled: false },
    },
  },
  podSecurity: { level: "restricted" },
  workloads: {
    "cert-manager": {
      kind: "Deployment",
      labels: { "app.kubernetes.io/name": "cert-manager" },
      serviceAccount: "cert-manager",
      kubernetesApi: true,
      listens: [
        { name: "http-metrics", port: 9402, from: ["scrapers"] },
        { name: "http-healthz", port: 9403, from: ["kubelet"] },
      ],
      calls: [
        {
          cidr: "{option.acmeServers}",
          port: 443,
          reason: "The ACME server that issues certificates for hosts",
        },
      ],
      aws: {
        // Only for ACME with DNS.
        endpoints: ["eks-auth", "route53"],
        policy: {
          Version: "2012-10-17",
          Statement: [
            {
              Sid: "SolveChallenges",
              Effect: "Allow",
              Action: ["route53:ChangeResourceRecordSets"],
              Resource: [zones],
              Condition: {
                "ForAllValues:StringEquals": { "route53:ChangeResourceRecordSetsRecordTypes": ["TXT"] },
                "ForAllValues:StringLike": {
                  "route53:ChangeResourceRecordSetsNormalizedRecordNames": ["_acme-challenge.*"],
                },
              },
            },
            {
              Sid: "ReadZones",
              Effect: "Allow",
              Action: ["route53:ListResourceRecordSets"],
              Resource: [zones],
            },
            {
              Sid: "FollowChanges",
              Effect: "Allow",
              Action: ["route53:GetChange"],
              Resource: "arn:{partition}:route53:::change/*",
            },
            {
              Sid: "ListZones",
              Effect: "Allow",
              Action: ["route53:ListHostedZonesByName"],
              // No resource level (Service Authorization Reference, Amazon Route 53).
              Resource: "*",
            },
          ],
        },
      },
    },
    "cert-manager-webhook": {
      kind: "Deployment",
      labels: { "app.kubernetes.io/name": "webhook" },
      serviceAccount: "cert-manager-webhook",
      kubernetesApi: true,
      listens: [
        { name: "https", port: 10260, from: ["api-server"] },
        { name: "healthcheck", port: 6080, from: ["kubelet"] },
        { name: "http-metrics", port: 9402, from: ["scrapers"] },
      ],
    },
    "cert-manager-cainjector": {
      kind: "Deployment",
      labels: { "app.kubernetes.io/name": "cainjector" },
      serviceAccount: "cert-manager-cainjector",
      kubernetesApi: true,
      listens: [{ name: "http-metrics", port: 9402, from: ["scrapers"] }],
    },
  },
  customResources: ["acme.cert-manager.io", "cert-manager.io"],
  images: [
    "quay.io/jetstack/cert-manager-cainjector",
    "quay.io/jetstack/cert-manager-controller",
    "quay.io/jetstack/cert-manager-webhook",
  ],
  options: {
    zones: {
      description: "The ids of the hosted zones in which it solves DNS challenges. None: no ACME with DNS.",
      kind: "list",
      default: [],
      pattern: "^Z[A-Z0-9]{1,31}$",
      example: "Z0123456789ABC",
    },
    acmeServers: {
      description: "The address ranges of the ACME server. None: only issuers inside the cluster.",
      kind: "list",
      default: [],
      pattern: "^\\d+\\.\\d+\\.\\d+\\.\\d+/\\d+$",
      example: "10.20.0.10/32",
    },
  },
  usedBy: "Certificates in tenants' namespaces, if a persona has rights to them.",
};
