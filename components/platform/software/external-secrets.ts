import type { SoftwareEntry } from "./software-entry.ts";

/** External Secrets Operator: copies secrets of AWS Secrets Manager and Parameter Store into Secrets. */
export const externalSecrets: SoftwareEntry = {
  id: "external-secrets",
  version: "v2.9.0",
  sources: [
    "https://github.com/external-secrets/external-secrets/tree/v2.9.0/deploy/charts/external-secrets",
    "https://github.com/external-secrets/external-secrets/blob/v2.9.0/docs/guides/security-best-practices.md",
    "https://github.com/external-secrets/external-secrets/blob/v2.9.0/docs/provider/aws-secrets-manager.md",
    "https://github.com/external-secrets/external-secrets/blob/v2.9.0/docs/provider/aws-parameter-store.md",
  ],
  namespace: "external-secrets",
  install: {
    kind: "chart",
    chart: "external-secrets",
    version: "2.9.0",
    values: {
      // The policy below only reads. Pushed secrets would be written into AWS, and cluster-wide ones into any namespace.
      processPushSecret: false,
      processClusterPushSecret: false,
      processClusterExternalSecret: false,
      // Nothing else in the cluster needs to aggregate the rights on its custom resources.
      rbac: { aggregateToView: false, aggregateToEdit: false },
    },
  },
  podSecurity: { level: "restricted" },
  workloads: {
    "external-secrets": {
      kind: "Deployment",
      labels: { "app.kubernetes.io/name": "external-secrets" },
      serviceAccount: "external-secrets",
      kubernetesApi: true,
      listens: [
        { name: "metrics", port: 8080, from: ["scrapers"] },
        // The default of `--live-addr`. The chart's liveness probe is off.
        { name: "live", port: 8082, from: ["none"] },
      ],
      aws: {
        endpoints: ["eks-auth", "secretsmanager"],
        optionEndpoints: { parameters: ["ssm"] },
        policy: {
          Version: "2012-10-17",
          Statement: [
            {
              Sid: "ReadSecrets",
              Effect: "Allow",
              Action: [
                "secretsmanager:DescribeSecret",
                "secretsmanager:GetSecretValue",
                "secretsmanager:ListSecretVersionIds",
              ],
              Resource: "arn:{partition}:secretsmanager:{region}:{account}:secret:{option.secrets}",
            },
            {
              Sid: "ReadParameters",
              Effect: "Allow",
              Action: ["ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath"],
              Resource: "arn:{partition}:ssm:{region}:{account}:parameter/{option.parameters}",
            },
            {
              Sid: "DecryptThroughTheseServices",
              Effect: "Allow",
              Action: ["kms:Decrypt"],
              Resource: "{option.keys}",
              Condition: {
                StringLike: {
                  "kms:ViaService": ["secretsmanager.{region}.amazonaws.*", "ssm.{region}.amazonaws.*"],
                },
              },
            },
          ],
        },
      },
    },
    webhook: {
      kind: "Deployment",
      labels: { "app.kubernetes.io/name": "external-secrets-webhook" },
      serviceAccount: "external-secrets-webhook",
      // It has no rights, but doesn't start without a token (docs/guides/security-best-practices.md).
      kubernetesApi: true,
      listens: [
        { name: "webhook", port: 10_250, from: ["api-server"] },
        { name: "metrics", port: 8080, from: ["scrapers"] },
        { name: "ready", port: 8081, from: ["kubelet"] },
      ],
    },
    "cert-controller": {
      kind: "Deployment",
      labels: { "app.kubernetes.io/name": "external-secrets-cert-controller" },
      serviceAccount: "external-secrets-cert-controller",
      kubernetesApi: true,
      listens: [
        { name: "metrics", port: 8080, from: ["scrapers"] },
        { name: "ready", port: 8081, from: ["kubelet"] },
      ],
    },
  },
  customResources: ["external-secrets.io", "generators.external-secrets.io"],
  images: ["ghcr.io/external-secrets/external-secrets"],
  options: {
    secrets: {
      kind: "list",
      description: "Names of the secrets that it may read, with `*` for the rest of a name.",
      pattern: "[A-Za-z0-9/_+=.@*-]{3,512}",
      example: "shop/*",
    },
    parameters: {
      kind: "list",
      description: "Names of the parameters that it may read, without the first `/`.",
      default: [],
      pattern: "[A-Za-z0-9/_.*-]{3,1011}",
      example: "shop/*",
    },
    keys: {
      kind: "list",
      description: "ARNs of the KMS keys that encrypt these secrets, unless AWS's own key does.",
      default: [],
      pattern: "arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[a-z0-9-]{36,40}",
      example: "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    },
  },
  usedBy:
    "A SecretStore and an ExternalSecret in any namespace read with the operator's own identity. Give these kinds only to tenants that may read all of `secrets`.",
};
