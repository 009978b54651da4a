import type { AwsAccount } from "../shared/aws/account.ts";
import { type AllowDocument, type AllowStatement, policyDocument } from "../shared/aws/policy-document.ts";

/*
 * In a key policy, the principal `root` is the account. IAM policies of the account may then grant the actions of the
 * statement, which grants no identity anything by itself. The resource `*` is the key of the policy.
 * (KMS developer guide, key-policy-default, key-policy-overview)
 */

/**
 * The policy of the key for Kubernetes Secrets. The identity that creates the cluster, or changes its key to this one,
 * grants EKS the use of the key: {@link secretsKeyUse}. No identity of the account can decrypt with the key directly.
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
 * The policy of the key for logs. CloudWatch Logs may use it only for the named log groups of this account. A name that
 * ends in `*` is a prefix (CloudWatch Logs user guide, encrypt-log-data-kms).
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
 * key-policy-requirements-EBS-encryption). Other roles, such as the EBS CSI driver's, may use the key only through EC2,
 * and need an IAM policy for it: {@link diskKeyUse}.
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
 * The statements that a role's IAM policy needs for encrypted volumes, for example the EBS CSI driver's role. They are
 * those of aws-ebs-csi-driver's docs/install.md, and re-encryption for volumes from snapshots under another key.
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
 * The statements that the IAM policy of the cluster's creator needs for the secrets key. The cluster's own role needs
 * only `kms:DescribeKey`, which `AmazonEKSClusterPolicy` has, because EKS uses the grant.
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
 * Allows administration of the key, but not its use. `kms:PutKeyPolicy` is necessary: KMS refuses a policy that its
 * caller can't change again. Otherwise the key can be lost (KMS API, CreateKey, `BypassPolicyLockoutSafetyCheck`).
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
