import type { AwsAccount } from "../../shared/aws/account.ts";
import { type AllowDocument, type AllowStatement, policyDocument } from "../../shared/aws/policy-document.ts";
import type { InterfaceService } from "./endpoints.ts";

/*
 * An endpoint's policy grants nothing: it bounds what callers' own policies allow through that endpoint. So
 * every statement is for all principals, bounded by the account that the caller belongs to, and an endpoint
 * can't be used to carry data out with somebody else's credentials.
 * (aws-samples/data-perimeter-policy-examples, vpc_endpoint_policies)
 */

/** The policy of an interface endpoint: the account's own callers, and what a cluster does there. */
export function endpointPolicy(service: InterfaceService, account: AwsAccount): AllowDocument {
  return policyDocument(...statements[service](account));
}

const statements: Readonly<Record<InterfaceService, (account: AwsAccount) => AllowStatement[]>> = {
  ec2: ec2Statements,
  "ecr.api": pullStatements,
  // The same as for the API: some clients get their token through this endpoint.
  "ecr.dkr": pullStatements,
  "eks-auth": (account) => [
    ownCallers(account, "PodIdentity", ["eks-auth:AssumeRoleForPodIdentity"], eksClusters(account)),
  ],
  sts: stsStatements,
  eks: (account) => [ownCallers(account, "DescribeCluster", ["eks:DescribeCluster"], eksClusters(account))],
  logs: (account) => [
    ownCallers(
      account,
      "WriteLogs",
      [
        "logs:CreateLogGroup",
        "logs:CreateLogStream",
        "logs:DescribeLogGroups",
        "logs:DescribeLogStreams",
        "logs:PutLogEvents",
      ],
      `arn:${account.partition}:logs:${account.region}:${account.accountId}:log-group:*`,
    ),
  ],
};

function ownCallers(
  { accountId }: AwsAccount,
  sid: string,
  actions: readonly string[],
  resource: string | readonly string[],
): AllowStatement {
  return {
    Sid: sid,
    Effect: "Allow",
    Principal: "*",
    Action: actions,
    Resource: resource,
    Condition: { StringEquals: { "aws:PrincipalAccount": accountId } },
  };
}

function eksClusters({ accountId, partition, region }: AwsAccount): string {
  return `arn:${partition}:eks:${region}:${accountId}:cluster/*`;
}

/** What nodes, the VPC CNI and the EBS CSI driver ask of EC2 (AmazonEKS_CNI_Policy, AmazonEBSCSIDriverPolicyV2). */
function ec2Statements(account: AwsAccount): AllowStatement[] {
  const { accountId, partition, region } = account;
  const arnsOf = (type: string) => `arn:${partition}:ec2:${region}:${accountId}:${type}/*`;
  // EC2 writes snapshots' ARNs without an account (Service Authorization Reference, Amazon EC2).
  const snapshots = [`arn:${partition}:ec2:${region}::snapshot/*`, arnsOf("snapshot")];
  return [
    ownCallers(
      account,
      "Describe",
      [
        "ec2:DescribeAvailabilityZones",
        "ec2:DescribeInstances",
        "ec2:DescribeInstanceTypes",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSnapshots",
        "ec2:DescribeSubnets",
        "ec2:DescribeTags",
        "ec2:DescribeVolumes",
        "ec2:DescribeVolumesModifications",
        "ec2:DescribeVolumeStatus",
      ],
      // EC2's Describe actions know no resources (Service Authorization Reference, Amazon EC2).
      "*",
    ),
    ownCallers(
      account,
      "NetworkInterfaces",
      [
        "ec2:AssignPrivateIpAddresses",
        "ec2:AttachNetworkInterface",
        "ec2:CreateNetworkInterface",
        "ec2:DeleteNetworkInterface",
        "ec2:DetachNetworkInterface",
        "ec2:ModifyNetworkInterfaceAttribute",
        "ec2:UnassignPrivateIpAddresses",
      ],
      ["instance", "network-interface", "security-group", "subnet"].map(arnsOf),
    ),
    ownCallers(
      account,
      "Volumes",
      [
        "ec2:AttachVolume",
        "ec2:CopyVolumes",
        "ec2:CreateSnapshot",
        "ec2:CreateVolume",
        "ec2:DeleteSnapshot",
        "ec2:DeleteVolume",
        "ec2:DetachVolume",
        "ec2:EnableFastSnapshotRestores",
        "ec2:LockSnapshot",
        "ec2:ModifyVolume",
      ],
      [arnsOf("instance"), arnsOf("volume"), ...snapshots],
    ),
    ownCallers(
      account,
      "Tags",
      ["ec2:CreateTags", "ec2:DeleteTags"],
      [arnsOf("network-interface"), arnsOf("volume"), ...snapshots],
    ),
  ];
}

/**
 * Pulling, by the account's own callers and from any registry: EKS's add-ons come from AWS's accounts, another
 * one in many regions (EKS user guide, add-ons-images). Nothing here can push.
 */
function pullStatements(account: AwsAccount): AllowStatement[] {
  return [
    ownCallers(
      account,
      "Pull",
      [
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:GetAuthorizationToken",
        "ecr:GetDownloadUrlForLayer",
      ],
      "*",
    ),
  ];
}

function stsStatements(account: AwsAccount): AllowStatement[] {
  return [
    {
      Sid: "WebIdentity",
      Effect: "Allow",
      Principal: "*",
      Action: ["sts:AssumeRoleWithWebIdentity"],
      // The call isn't signed, so there is no caller to bind: the role is of this account.
      Resource: `arn:${account.partition}:iam::${account.accountId}:role/*`,
    },
    ownCallers(
      account,
      "OwnCallers",
      ["sts:AssumeRole", "sts:GetCallerIdentity", "sts:TagSession"],
      // Roles of other accounts may be assumed, where both sides allow it; GetCallerIdentity has no resource.
      "*",
    ),
  ];
}
