import type { SoftwareEntry } from "./software-entry.ts";

/** Secrets Store CSI driver with the AWS provider: mounts secrets as files, with the identity of the pod that mounts them. */
export const secretsStoreCsi: SoftwareEntry = {
  id: "secrets-store-csi",
  version: "3.1.1",
  sources: [
    "https://github.com/aws/secrets-store-csi-driver-provider-aws/tree/main/charts/secrets-store-csi-driver-provider-aws",
    "https://github.com/kubernetes-sigs/secrets-store-csi-driver/tree/v1.6.0/charts/secrets-store-csi-driver",
  ],
  namespace: "secrets-store-csi",
  install: {
    kind: "chart",
    chart: "secrets-store-csi-driver-provider-aws",
    version: "3.1.1",
    values: {
      // The chart has the driver as a dependency. Its hooks only apply its custom resource definitions again.
      "secrets-store-csi-driver": {
        linux: { crds: { enabled: false } },
        // Secrets stay files in the pod. Copies in Secrets would need rights on Secrets everywhere.
        syncSecret: { enabled: false },
      },
    },
  },
  podSecurity: {
    level: "privileged",
    reason: "the driver mounts file systems into pods, through the kubelet's directories on the node",
  },
  workloads: {
    driver: {
      kind: "DaemonSet",
      labels: { app: "secrets-store-csi-driver" },
      serviceAccount: "secrets-store-csi-driver",
      kubernetesApi: true,
      privileged: { reason: "it mounts the file system of secrets into the kubelet's directory of the pod" },
      listens: [
        { name: "metrics", port: 8095, from: ["scrapers"] },
        { name: "healthz", port: 9808, from: ["kubelet"] },
      ],
    },
    "secrets-store-csi-driver-provider-aws": {
      kind: "DaemonSet",
      labels: { app: "secrets-store-csi-driver-provider-aws" },
      serviceAccount: "secrets-store-csi-secrets-store-csi-driver-provider-aws",
      kubernetesApi: true,
      privileged: { reason: "it answers the driver on a socket in a directory of the node" },
      listens: [],
      // It has no role: it calls AWS with the token of the pod that mounts the secret.
      aws: {
        forOtherPods: true,
        actions: [
          "secretsmanager:DescribeSecret",
          "secretsmanager:GetSecretValue",
          "ssm:GetParameter",
          "ssm:GetParameters",
        ],
        endpoints: ["eks-auth", "secretsmanager"],
        optionEndpoints: { parameterStore: ["ssm"] },
      },
    },
  },
  customResources: ["secrets-store.csi.x-k8s.io"],
  images: [
    "public.ecr.aws/aws-secrets-manager/secrets-store-csi-driver-provider-aws",
    "registry.k8s.io/csi-secrets-store/driver",
    "registry.k8s.io/sig-storage/csi-node-driver-registrar",
    "registry.k8s.io/sig-storage/livenessprobe",
  ],
  options: {
    parameterStore: {
      kind: "list",
      description: "`yes` if pods also mount parameters of Systems Manager.",
      default: [],
      pattern: "yes",
      example: "yes",
    },
  },
  usedBy:
    "A pod mounts a volume of the driver `secrets-store.csi.k8s.io` that names a SecretProviderClass in its own namespace. The pod's own role decides what it can read.",
};
