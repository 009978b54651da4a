import type { SoftwareEntry } from "./software-entry.ts";

const restricted = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ["ALL"] },
  readOnlyRootFilesystem: true,
};

/** Velero: backs up objects into a bucket, and volumes by snapshots of the CSI driver. */
export const velero: SoftwareEntry = {
  id: "velero",
  version: "1.18.1",
  sources: [
    "https://github.com/vmware-tanzu/helm-charts/tree/velero-12.1.0/charts/velero",
    "https://github.com/vmware-tanzu/velero-plugin-for-aws/blob/main/README.md",
  ],
  namespace: "velero",
  install: {
    kind: "chart",
    chart: "velero",
    version: "12.1.0",
    values: {
      // The chart's own pods meet `baseline`. They run with these settings too.
      podSecurityContext: {
        runAsNonRoot: true,
        runAsUser: 65_532,
        fsGroup: 65_532,
        seccompProfile: { type: "RuntimeDefault" },
      },
      containerSecurityContext: restricted,
      initContainers: [
        {
          name: "velero-plugin-for-aws",
          image: "docker.io/velero/velero-plugin-for-aws:v1.14.1",
          securityContext: restricted,
          volumeMounts: [{ mountPath: "/target", name: "plugins" }],
        },
      ],
      // Pod Identity gives it the role. There is no key in a Secret.
      credentials: { useSecret: false },
      configuration: {
        backupStorageLocation: [
          {
            name: "default",
            provider: "aws",
            default: true,
            bucket: "{option.bucket}",
            config: { region: "{region}" },
          },
        ],
      },
      // Snapshots come from the CSI driver and the snapshot controller, so Velero needs no rights on EC2.
      snapshotsEnabled: false,
      upgradeCRDs: false,
    },
  },
  podSecurity: { level: "restricted" },
  workloads: {
    velero: {
      kind: "Deployment",
      labels: { name: "velero" },
      serviceAccount: "velero-server",
      kubernetesApi: true,
      listens: [{ name: "http-monitoring", port: 8085, from: ["kubelet", "scrapers"] }],
      aws: {
        endpoints: ["eks-auth", "s3"],
        // The plugin's own policy also has rights on EC2, for snapshots without the CSI driver.
        policy: {
          Version: "2012-10-17",
          Statement: [
            {
              Sid: "ReadAndWriteBackups",
              Effect: "Allow",
              Action: [
                "s3:AbortMultipartUpload",
                "s3:DeleteObject",
                "s3:GetObject",
                "s3:ListMultipartUploadParts",
                "s3:PutObject",
              ],
              Resource: "arn:{partition}:s3:::{option.bucket}/*",
            },
            {
              Sid: "ListBackups",
              Effect: "Allow",
              Action: ["s3:GetBucketLocation", "s3:ListBucket"],
              Resource: "arn:{partition}:s3:::{option.bucket}",
            },
            {
              Sid: "EncryptBackupsThroughS3",
              Effect: "Allow",
              Action: ["kms:Decrypt", "kms:GenerateDataKey"],
              Resource: "{option.keys}",
              Condition: { StringLike: { "kms:ViaService": "s3.{region}.amazonaws.*" } },
            },
          ],
        },
      },
    },
  },
  customResources: ["velero.io"],
  images: ["docker.io/velero/velero", "docker.io/velero/velero-plugin-for-aws"],
  options: {
    bucket: {
      kind: "text",
      description: "The name of the bucket for backups.",
      pattern: "[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]",
      example: "prod-cluster-backups",
    },
    keys: {
      kind: "list",
      description: "ARNs of the KMS keys that encrypt the bucket, unless S3's own key does.",
      default: [],
      pattern: "arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[a-z0-9-]{36,40}",
      example: "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    },
  },
  usedBy:
    "A Backup or Restore in the namespace `velero` reads and writes objects of every namespace, Secrets too. Its account has the rights of an administrator, and only the platform writes these kinds.",
};
