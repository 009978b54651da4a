import type { StackSubject } from "../../policy/lib/rule.ts";
import type { Properties } from "../../policy/lib/value.ts";
import { kindOf } from "../../protocol/kind.ts";

// The inputs of one compliant resource of each type, in the form that the engine sends.

/** The day on which the resources comply: versions end. */
export const day = "2026-11-21";

export const cluster = {
  name: "prod",
  version: "1.36",
  roleArn: "arn:aws:iam::111122223333:role/cluster",
  accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
  enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
  encryptionConfig: {
    provider: { keyArn: "arn:aws:kms:eu-central-1:111122223333:key/3f6d0b5e" },
    resources: ["secrets"],
  },
  vpcConfig: {
    endpointPrivateAccess: true,
    endpointPublicAccess: false,
    subnetIds: ["subnet-a", "subnet-b"],
  },
} satisfies Properties;

export const launchTemplate = {
  blockDeviceMappings: [
    { deviceName: "/dev/xvda", ebs: { encrypted: "true", volumeSize: 4 } },
    { deviceName: "/dev/xvdb", ebs: { encrypted: "true", volumeSize: 40 } },
  ],
  metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 },
} satisfies Properties;

export const instance = {
  ami: "ami-0abc",
  metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 },
  rootBlockDevice: { encrypted: true },
  ebsBlockDevices: [{ deviceName: "/dev/sdf", encrypted: true }],
} satisfies Properties;

export const nodeGroup = {
  clusterName: "prod",
  launchTemplate: { id: "lt-0abc", version: "1" },
} satisfies Properties;

export const volume = { availabilityZone: "eu-central-1a", size: 10, encrypted: true } satisfies Properties;

export const storageClass = {
  metadata: { name: "gp3" },
  provisioner: "ebs.csi.aws.com",
  parameters: { type: "gp3", encrypted: "true" },
} satisfies Properties;

export const namespace = {
  metadata: {
    name: "shop",
    labels: {
      "pod-security.kubernetes.io/enforce": "restricted",
      "pod-security.kubernetes.io/enforce-version": "v1.35",
    },
  },
} satisfies Properties;

export const defaultDeny = {
  metadata: { name: "default-deny", namespace: "shop" },
  spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
} satisfies Properties;

export const resourceQuota = {
  metadata: { name: "quota", namespace: "shop" },
  spec: { hard: { "requests.cpu": "4", "requests.memory": "8Gi", pods: "20" } },
} satisfies Properties;

export const role = {
  metadata: { name: "viewer", namespace: "shop" },
  rules: [{ apiGroups: [""], resources: ["pods", "pods/log"], verbs: ["get", "list", "watch"] }],
} satisfies Properties;

export const roleBinding = {
  metadata: { name: "viewer", namespace: "shop" },
  roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "viewer" },
  subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "oidc:shop-dev" }],
} satisfies Properties;

export const types = {
  cluster: "aws:eks/cluster:Cluster",
  launchTemplate: "aws:ec2/launchTemplate:LaunchTemplate",
  launchConfiguration: "aws:ec2/launchConfiguration:LaunchConfiguration",
  instance: "aws:ec2/instance:Instance",
  nodeGroup: "aws:eks/nodeGroup:NodeGroup",
  volume: "aws:ebs/volume:Volume",
  storageClass: "kubernetes:storage.k8s.io/v1:StorageClass",
  namespace: "kubernetes:core/v1:Namespace",
  networkPolicy: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
  resourceQuota: "kubernetes:core/v1:ResourceQuota",
  role: "kubernetes:rbac.authorization.k8s.io/v1:Role",
  clusterRole: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole",
  roleBinding: "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding",
} as const;

export function urnOf(type: string, name: string): string {
  return `urn:pulumi:dev::shop::${type}::${name}`;
}

/** A resource in a stack. Without `provider`, all resources are in one cluster. */
export function inStack(
  type: string,
  name: string,
  inputs: Properties,
  { provider = "cluster-a", sources = [] }: { provider?: string; sources?: readonly string[] } = {},
): StackSubject {
  return {
    urn: urnOf(type, name),
    kind: kindOf(type),
    inputs,
    provider,
    defaultNamespace: "default",
    sources: (property) => (property === "metadata" ? sources : []),
  };
}
