import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { PolicyDocument } from "../shared/aws/policy-document.ts";

/**
 * What no pod of a class with a boundary can do, although its own policy may allow it. It can't administer identities or
 * keys, let others into clusters, or run commands on machines. It can't delete or stop the records of what happened.
 *
 * `iam:PassRole`, `iam:CreateServiceLinkedRole`, `kms:CreateGrant` and `sts:AssumeRole` aren't in the list: the check of
 * the policy accepts their narrow forms. A test holds the list against AWS's access levels.
 */
export const deniedToPods: readonly string[] = [
  "account:*",
  ...[
    "AcceptDelegationRequest",
    "Add*",
    "Associate*",
    "Attach*",
    "Change*",
    "CreateAc*",
    "CreateDelegationRequest",
    "CreateGroup",
    "CreateInstanceProfile",
    "CreateLoginProfile",
    "CreateOpenIDConnectProvider",
    "CreatePolicy*",
    "CreateRole",
    "CreateSAMLProvider",
    "CreateServiceSpecificCredential",
    "CreateUser",
    "CreateVirtualMFADevice",
    "Deactivate*",
    "Delete*",
    "Detach*",
    "Disable*",
    "Enable*",
    "Put*",
    "Reject*",
    "Remove*",
    "Reset*",
    "Resync*",
    "Send*",
    "Set*",
    "Tag*",
    "Untag*",
    "Update*",
    "Upload*",
  ].map((action) => `iam:${action}`),
  "identitystore:*",
  "organizations:*",
  "rolesanywhere:*",
  "sso:*",
  "sso-directory:*",
  ...[
    "*AccessEntry",
    "*AccessPolicy",
    "*IdentityProviderConfig",
    "*PodIdentityAssociation",
    "UpdateClusterConfig",
  ].map((action) => `eks:${action}`),
  "ec2-instance-connect:*",
  ...["ResumeSession", "SendCommand", "StartAutomationExecution", "StartSession"].map(
    (action) => `ssm:${action}`,
  ),
  ...["DeleteImportedKeyMaterial", "DisableKey", "PutKeyPolicy", "ScheduleKeyDeletion"].map(
    (action) => `kms:${action}`,
  ),
  ...["Delete*", "PutEventSelectors", "StopLogging", "UpdateTrail"].map((action) => `cloudtrail:${action}`),
  ...["Delete*", "Stop*"].map((action) => `config:${action}`),
  "ec2:DeleteFlowLogs",
  ...["Delete*", "Disassociate*", "UpdateDetector"].map((action) => `guardduty:${action}`),
  ...["DeleteLog*", "DeleteRetentionPolicy", "DeleteSubscriptionFilter", "PutRetentionPolicy"].map(
    (action) => `logs:${action}`,
  ),
];

/**
 * A permissions boundary allows nothing by itself: a pod has what both its own policy and the boundary allow. The denial
 * also holds for policies of resources, which a boundary's missing permission wouldn't stop in all cases
 * (IAM user guide, "Permissions boundaries for IAM entities", "Evaluating effective permissions").
 */
export function podBoundary(): PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: [
      { Sid: "AllElse", Effect: "Allow", NotAction: deniedToPods, Resource: "*" },
      { Sid: "Administration", Effect: "Deny", Action: deniedToPods, Resource: "*" },
    ],
  };
}

/** Creates the policy that limits the pods of one namespace. */
export function createPodBoundary(
  name: string,
  { clusterName, namespace }: { readonly clusterName: string; readonly namespace: string },
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const policy = new aws.iam.Policy(
    `${name}-boundary`,
    {
      description: `Limits what the pods of namespace ${namespace} of ${clusterName} can do`,
      policy: JSON.stringify(podBoundary()),
    },
    opts,
  );
  return policy.arn;
}
