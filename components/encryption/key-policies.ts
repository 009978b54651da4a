import type { AwsAccount } from "../shared/aws/account.ts";
import { type AllowDocument, type AllowStatement, policyDocument } from "../shared/aws/policy-document.ts";

/*
 * In a key policy the principal `root` is the account: it lets the account's IAM policies grant what the
 * statement names, and grants nobody anything by itself. The resource `*` is the key that the policy is on.
 * (KMS developer guide, key-policy-default, key-policy-overview)
 */

/**
 * The policy of the key for Kubernetes Secrets. Whoever makes the cluster, or moves it to this key, lets EKS
 * use it by a grant: {@link secretsKeyUse}. Nobody in the account can decrypt with it.
 */
export function secretsKeyPolicy(account: AwsAccount): AllowDocument {
  return policyDocument(administration(account), {
    Sid: "AccountLetsEksUseKey",
    Effect: "Allow",
    Principal: { AWS: root(account) },
    // Not kms:GrantIsForAWSResource: CreateCluster doesn't support it (EKS user guide, enable-kms).
    Action: ["kms:CreateGrant", "kms:DescribeKey"],
    Resource: "*",
  });
}

/**
 * The policy of the key for logs. CloudWatch Logs may use it for the named log groups of this account and
 * no others; a name that ends in `*` is a prefix (CloudWatch Logs user guide, encrypt-log-data-kms).
 */
export function logsKeyPolicy(account: AwsAccount, logGroups: readonly string[]): AllowDocument {
  const { accountId, dnsSuffix, partition, region } = account;
  return policyDocument(administration(account), {
    Sid: "CloudWatchLogs",
    Effect: "Allow",
    Principal: { Service: `logs.${region}.${dnsSuffix}` },
    Action: useActions,
    Resource: "*",
    Condition: {
      ArnLike: {
        "kms:EncryptionContext:aws:logs:arn": logGroups.map(
          (name) => `arn:${partition}:logs:${region}:${accountId}:log-group:${name}`,
        ),
      },
    },
  });
}

/**
 * The policy of the key for nodes' disks and persistent volumes.
 *
 * Auto Scaling starts nodes with its own service-linked role (EC2 Auto Scaling user guide,
 * key-policy-requirements-EBS-encryption). Others, such as the EBS CSI driver's role, use the key through EC2
 * as their IAM policies allow: {@link diskKeyUse}.
 */
export function disksKeyPolicy(account: AwsAccount): AllowDocument {
  const autoScaling = autoScalingRoleArn(account);
  const throughEc2 = { "kms:ViaService": `ec2.${account.region}.${account.dnsSuffix}` };
  return policyDocument(
    administration(account),
    {
      Sid: "AutoScalingUsesKey",
      Effect: "Allow",
      Principal: { AWS: autoScaling },
      Action: useActions,
      Resource: "*",
    },
    {
      Sid: "AutoScalingLetsEc2UseKey",
      Effect: "Allow",
      Principal: { AWS: autoScaling },
      Action: ["kms:CreateGrant"],
      Resource: "*",
      Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
    {
      Sid: "AccountUsesKeyThroughEc2",
      Effect: "Allow",
      Principal: { AWS: root(account) },
      Action: diskActions,
      Resource: "*",
      Condition: { StringEquals: throughEc2 },
    },
    {
      Sid: "AccountLetsEc2UseKey",
      Effect: "Allow",
      Principal: { AWS: root(account) },
      Action: ["kms:CreateGrant"],
      Resource: "*",
      Condition: { Bool: { "kms:GrantIsForAWSResource": "true" }, StringEquals: throughEc2 },
    },
  );
}

/**
 * What a role needs to make encrypted volumes, for its IAM policy: the EBS CSI driver's
 * (aws-ebs-csi-driver, docs/install.md, and re-encryption for volumes from snapshots under another key).
 */
export function diskKeyUse(keyArn: string): AllowStatement[] {
  return [
    { Sid: "UseDiskKey", Effect: "Allow", Action: diskActions, Resource: keyArn },
    {
      Sid: "LetEc2UseDiskKey",
      Effect: "Allow",
      Action: ["kms:CreateGrant"],
      Resource: keyArn,
      Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
  ];
}

/**
 * What whoever makes the cluster needs of the secrets key, for its IAM policy. The cluster's own role needs
 * nothing but `kms:DescribeKey`, which `AmazonEKSClusterPolicy` has: EKS works by the grant.
 */
export function secretsKeyUse(keyArn: string): AllowStatement[] {
  return [
    {
      Sid: "LetEksUseSecretsKey",
      Effect: "Allow",
      Action: ["kms:CreateGrant", "kms:DescribeKey"],
      Resource: keyArn,
    },
  ];
}

const useActions = [
  "kms:Decrypt",
  "kms:DescribeKey",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
];

const diskActions = [
  "kms:Decrypt",
  "kms:DescribeKey",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
];

/**
 * Looking after the key, without using it. `kms:PutKeyPolicy` has to be there: KMS refuses a policy that
 * its caller couldn't change again, and the key of a policy that nobody can change is lost (KMS API, CreateKey,
 * `BypassPolicyLockoutSafetyCheck`).
 */
function administration(account: AwsAccount): AllowStatement {
  return {
    Sid: "AccountAdministersKey",
    Effect: "Allow",
    Principal: { AWS: root(account) },
    Action: [
      "kms:CancelKeyDeletion",
      "kms:CreateAlias",
      "kms:DeleteAlias",
      "kms:DescribeKey",
      "kms:DisableKey",
      "kms:DisableKeyRotation",
      "kms:EnableKey",
      "kms:EnableKeyRotation",
      "kms:GetKeyPolicy",
      "kms:GetKeyRotationStatus",
      "kms:ListGrants",
      "kms:ListKeyPolicies",
      "kms:ListKeyRotations",
      "kms:ListResourceTags",
      "kms:PutKeyPolicy",
      "kms:RevokeGrant",
      "kms:RotateKeyOnDemand",
      "kms:ScheduleKeyDeletion",
      "kms:TagResource",
      "kms:UntagResource",
      "kms:UpdateAlias",
      "kms:UpdateKeyDescription",
    ],
    Resource: "*",
  };
}

function root({ accountId, partition }: AwsAccount): string {
  return `arn:${partition}:iam::${accountId}:root`;
}

function autoScalingRoleArn({ accountId, partition }: AwsAccount): string {
  return `arn:${partition}:iam::${accountId}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`;
}
