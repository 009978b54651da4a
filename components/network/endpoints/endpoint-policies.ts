import type { AwsAccount } from "../../shared/aws/account.ts";
import { type AllowDocument, type AllowStatement, policyDocument } from "../../shared/aws/policy-document.ts";
import { type AdditionalEndpoint, additionalStatements } from "./additional-endpoints.ts";
import { type InterfaceService, interfaceServices } from "./endpoint-services.ts";

/*
 * An endpoint's policy grants nothing: it limits what the policies of callers allow through that endpoint. Every
 * statement is therefore for all principals, on the condition that they belong to this account. An attacker can't send
 * data out through an endpoint with the credentials of another account.
 * (aws-samples/data-perimeter-policy-examples, vpc_endpoint_policies)
 */

/**
 * The policy of an interface endpoint. It allows callers of the account, and only the actions that a cluster needs and
 * those of `additional`.
 */
export function endpointPolicy(
  service: string,
  account: AwsAccount,
  additional: readonly AdditionalEndpoint[] = [],
): AllowDocument {
  return policyDocument(
    ...(isInterfaceService(service) ? statements[service](account) : []),
    ...additional
      .filter((entry) => entry.service === service)
      .flatMap((entry) => additionalStatements(entry, account)),
  );
}

function isInterfaceService(service: string): service is InterfaceService {
  return (interfaceServices as readonly string[]).includes(service);
}

const statements: Readonly<Record<InterfaceService, (account: AwsAccount) => AllowStatement[]>> = {
  ec2: ec2Statements,
  "ecr.api": pullStatements,
  // The same as for `ecr.api`, because some clients get their token through this endpoint.
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

/** The EC2 actions of nodes, the VPC CNI and the EBS CSI driver (AmazonEKS_CNI_Policy, AmazonEBSCSIDriverPolicyV2). */
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
      // EC2's Describe actions support no resource-level permissions (Service Authorization Reference, Amazon EC2).
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
 * Allows the account's callers to pull from any registry, but not to push. The images of EKS' add-ons come from AWS's
 * accounts, which differ by region (EKS user guide, add-ons-images).
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
      // The call isn't signed, so no condition on the caller can match. The role must be of this account instead.
      Resource: `arn:${account.partition}:iam::${account.accountId}:role/*`,
    },
    ownCallers(
      account,
      "OwnCallers",
      ["sts:AssumeRole", "sts:GetCallerIdentity", "sts:TagSession"],
      // Callers may assume roles of other accounts if both sides allow it. GetCallerIdentity has no resource.
      "*",
    ),
  ];
}
