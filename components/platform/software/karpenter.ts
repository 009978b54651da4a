import type { SoftwareEntry } from "./software-entry.ts";

const ec2 = "arn:{partition}:ec2:{region}:{account}";

/** The tags that Karpenter gives to all that it creates. */
const ownRequests = {
  StringEquals: {
    "aws:RequestTag/kubernetes.io/cluster/{cluster}": "owned",
    "aws:RequestTag/eks:eks-cluster-name": "{cluster}",
  },
  StringLike: { "aws:RequestTag/karpenter.sh/nodepool": "*" },
};
const ownResources = {
  StringEquals: { "aws:ResourceTag/kubernetes.io/cluster/{cluster}": "owned" },
  StringLike: { "aws:ResourceTag/karpenter.sh/nodepool": "*" },
};
/** The key of the nodes' disks, by its alias. Only EC2 uses it. */
const keys = "arn:{partition}:kms:{region}:{account}:key/*";
const throughEc2 = { "kms:ViaService": "ec2.{region}.amazonaws.com*" };
const diskKey = { "kms:ResourceAliases": "{option.diskKeyAlias}" };
const created = [
  "fleet",
  "instance",
  "launch-template",
  "network-interface",
  "spot-instances-request",
  "volume",
];

/**
 * Starts and stops nodes for pods that have none. `KarpenterNodes` creates what it starts them with: role, instance
 * profile, interruption queue, node classes.
 *
 * The policy leaves out what the instance profiles of `KarpenterNodes` make unnecessary: all rights to create or change
 * instance profiles. It also leaves out price lists and zonal shift, which are off.
 */
export const karpenter: SoftwareEntry = {
  id: "karpenter",
  version: "v1.14.1",
  sources: [
    "https://github.com/aws/karpenter-provider-aws/tree/v1.14.1/charts/karpenter",
    "https://github.com/aws/karpenter-provider-aws/blob/v1.14.1/website/content/en/docs/getting-started/getting-started-with-karpenter/cloudformation.yaml",
  ],
  namespace: "karpenter",
  install: {
    kind: "chart",
    chart: "karpenter",
    version: "1.14.1",
    values: {
      settings: {
        clusterName: "{cluster}",
        interruptionQueue: "{cluster}-karpenter",
        // Asks no service without a VPC endpoint: prices come with the image.
        isolatedVPC: true,
      },
    },
  },
  podSecurity: { level: "restricted" },
  workloads: {
    karpenter: {
      kind: "Deployment",
      labels: { "app.kubernetes.io/name": "karpenter" },
      serviceAccount: "karpenter",
      kubernetesApi: true,
      listens: [
        { name: "http-metrics", port: 8080, from: ["scrapers"] },
        { name: "http", port: 8081, from: ["kubelet"] },
      ],
      aws: {
        endpoints: ["ec2", "eks", "eks-auth", "sqs", "ssm"],
        policy: {
          Version: "2012-10-17",
          Statement: [
            {
              Sid: "LaunchWith",
              Effect: "Allow",
              Action: ["ec2:CreateFleet", "ec2:RunInstances"],
              // EC2 writes ARNs of images and snapshots without an account (Service Authorization Reference).
              Resource: [
                "arn:{partition}:ec2:{region}::image/*",
                "arn:{partition}:ec2:{region}::snapshot/*",
                `${ec2}:security-group/*`,
                `${ec2}:subnet/*`,
              ],
            },
            {
              Sid: "LaunchFromOwnTemplates",
              Effect: "Allow",
              Action: ["ec2:CreateFleet", "ec2:RunInstances"],
              Resource: `${ec2}:launch-template/*`,
              Condition: ownResources,
            },
            {
              Sid: "Launch",
              Effect: "Allow",
              Action: ["ec2:CreateFleet", "ec2:CreateLaunchTemplate", "ec2:RunInstances"],
              Resource: created.map((kind) => `${ec2}:${kind}/*`),
              Condition: ownRequests,
            },
            {
              Sid: "TagNew",
              Effect: "Allow",
              Action: ["ec2:CreateTags"],
              Resource: created.map((kind) => `${ec2}:${kind}/*`),
              Condition: {
                ...ownRequests,
                StringEquals: {
                  ...ownRequests.StringEquals,
                  "ec2:CreateAction": ["CreateFleet", "CreateLaunchTemplate", "RunInstances"],
                },
              },
            },
            {
              Sid: "TagOwnInstances",
              Effect: "Allow",
              Action: ["ec2:CreateTags"],
              Resource: `${ec2}:instance/*`,
              Condition: {
                ...ownResources,
                StringEqualsIfExists: { "aws:RequestTag/eks:eks-cluster-name": "{cluster}" },
                "ForAllValues:StringEquals": {
                  "aws:TagKeys": ["Name", "eks:eks-cluster-name", "karpenter.sh/nodeclaim"],
                },
              },
            },
            {
              Sid: "DeleteOwn",
              Effect: "Allow",
              Action: ["ec2:DeleteLaunchTemplate", "ec2:TerminateInstances"],
              Resource: [`${ec2}:instance/*`, `${ec2}:launch-template/*`],
              Condition: ownResources,
            },
            {
              Sid: "Describe",
              Effect: "Allow",
              Action: [
                "ec2:DescribeCapacityReservations",
                "ec2:DescribeImages",
                "ec2:DescribeInstanceStatus",
                "ec2:DescribeInstanceTypeOfferings",
                "ec2:DescribeInstanceTypes",
                "ec2:DescribeInstances",
                "ec2:DescribeLaunchTemplates",
                "ec2:DescribePlacementGroups",
                "ec2:DescribeSecurityGroups",
                "ec2:DescribeSpotPriceHistory",
                "ec2:DescribeSubnets",
              ],
              // EC2's Describe actions have no resource level (Service Authorization Reference, Amazon EC2).
              Resource: "*",
              Condition: { StringEquals: { "aws:RequestedRegion": "{region}" } },
            },
            {
              Sid: "ReadImageVersions",
              Effect: "Allow",
              Action: ["ssm:GetParameter"],
              Resource: "arn:{partition}:ssm:{region}::parameter/aws/service/*",
            },
            {
              Sid: "PassNodeRoles",
              Effect: "Allow",
              Action: ["iam:PassRole"],
              Resource: "arn:{partition}:iam::{account}:role/{cluster}.karpenter.*",
              Condition: {
                StringEquals: { "iam:PassedToService": ["ec2.amazonaws.com", "ec2.amazonaws.com.cn"] },
              },
            },
            {
              Sid: "ReadInstanceProfiles",
              Effect: "Allow",
              Action: ["iam:GetInstanceProfile"],
              Resource: "arn:{partition}:iam::{account}:instance-profile/{cluster}.karpenter.*",
            },
            {
              // EC2 uses the disks' key in the name of who starts the instance (Karpenter docs, troubleshooting,
              // "Node terminates before ready on failed encrypted EBS volume").
              Sid: "UseDiskKey",
              Effect: "Allow",
              Action: [
                "kms:Decrypt",
                "kms:DescribeKey",
                "kms:GenerateDataKeyWithoutPlaintext",
                "kms:ReEncryptFrom",
                "kms:ReEncryptTo",
              ],
              Resource: keys,
              Condition: { StringLike: throughEc2, "ForAnyValue:StringEquals": diskKey },
            },
            {
              Sid: "LetEc2UseDiskKey",
              Effect: "Allow",
              Action: ["kms:CreateGrant"],
              Resource: keys,
              Condition: {
                Bool: { "kms:GrantIsForAWSResource": "true" },
                StringLike: throughEc2,
                "ForAnyValue:StringEquals": diskKey,
              },
            },
            {
              Sid: "ReadCluster",
              Effect: "Allow",
              Action: ["eks:DescribeCluster"],
              Resource: "arn:{partition}:eks:{region}:{account}:cluster/{cluster}",
            },
            {
              Sid: "ReadInterruptions",
              Effect: "Allow",
              Action: ["sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"],
              Resource: "arn:{partition}:sqs:{region}:{account}:{cluster}-karpenter",
            },
          ],
        },
      },
    },
  },
  customResources: ["autoscaling.x-k8s.io", "karpenter.k8s.aws", "karpenter.sh"],
  images: ["public.ecr.aws/karpenter/controller"],
  options: {
    diskKeyAlias: {
      description: "The alias of the key of the nodes' disks. A HardenedCluster's own keys have the default.",
      kind: "text",
      default: "alias/casemate/{cluster}/disks",
      pattern: "^alias/[A-Za-z0-9/_-]+$",
      example: "alias/disks",
    },
  },
};
