import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { AwsAccount } from "./account.ts";
import { type AllowDocument, policyDocument } from "./policy-document.ts";

/** The ARN of a cluster, known before the cluster exists. */
function clusterArn(clusterName: string, { partition, region, accountId }: AwsAccount): string {
  return `arn:${partition}:eks:${region}:${accountId}:cluster/${clusterName}`;
}

/** Lets an AWS service assume a role. */
export function serviceTrust(service: "eks.amazonaws.com" | "ec2.amazonaws.com"): AllowDocument {
  return policyDocument({
    Sid: "ServiceAssumesRole",
    Effect: "Allow",
    Principal: { Service: service },
    Action: ["sts:AssumeRole"],
  });
}

/**
 * What a node itself may do. Its pods have their own roles.
 *
 * `AmazonEKSWorkerNodePolicy` lets a node list the account's whole network. EKS accepts a custom policy in its place
 * (EKS user guide, "Amazon EKS node IAM role"). `AmazonEKSWorkerNodeMinimalPolicy` isn't enough: both operating
 * systems look up their private DNS name with `DescribeInstances` at boot.
 */
export function nodePolicy(clusterName: string, account: AwsAccount): AllowDocument {
  return policyDocument(
    {
      Sid: "LookUpItself",
      Effect: "Allow",
      Action: ["ec2:DescribeInstances", "ec2:DescribeInstanceTypes"],
      // EC2's Describe actions have no resource level (Service Authorization Reference, Amazon EC2).
      Resource: "*",
    },
    {
      Sid: "JoinAndServePodIdentity",
      Effect: "Allow",
      Action: ["eks:DescribeCluster", "eks-auth:AssumeRoleForPodIdentity"],
      Resource: clusterArn(clusterName, account),
    },
  );
}

export interface RoleArgs {
  /** @default - the resource's name and a unique suffix */
  readonly name?: string;
  readonly description: string;
  readonly trust: pulumi.Input<AllowDocument>;
  /** AWS's managed policies, without the prefix `arn:aws:iam::aws:policy/`. @default - none */
  readonly managedPolicies?: readonly string[];
  /** An inline policy. @default - none */
  readonly policy?: pulumi.Input<AllowDocument>;
  /** The ARN of the policy that limits the role. @default - none */
  readonly permissionsBoundary?: pulumi.Input<string> | undefined;
  readonly account: pulumi.Output<AwsAccount>;
}

/** A role with its policies. Resources that use the role depend on `ready`, so that all policies are attached. */
export interface ReadyRole {
  readonly role: aws.iam.Role;
  readonly ready: readonly pulumi.Resource[];
}

/** The field of a role with a boundary, and no field for a role without one. */
export function boundaryOf(permissionsBoundary: pulumi.Input<string> | undefined) {
  return permissionsBoundary === undefined ? {} : { permissionsBoundary };
}

/** Creates a role and its policies. */
export function createRole(
  name: string,
  { name: literal, description, trust, managedPolicies = [], policy, permissionsBoundary, account }: RoleArgs,
  opts: pulumi.CustomResourceOptions,
): ReadyRole {
  const role = new aws.iam.Role(
    name,
    {
      description,
      assumeRolePolicy: pulumi.jsonStringify(trust),
      ...(literal !== undefined && { name: literal }),
      ...boundaryOf(permissionsBoundary),
    },
    opts,
  );
  const attachments = managedPolicies.map(
    (managedPolicy) =>
      new aws.iam.RolePolicyAttachment(
        `${name}-${managedPolicy}`,
        {
          role: role.name,
          policyArn: pulumi.interpolate`arn:${account.partition}:iam::aws:policy/${managedPolicy}`,
        },
        opts,
      ),
  );
  const inline =
    policy === undefined
      ? []
      : [new aws.iam.RolePolicy(name, { role: role.name, policy: pulumi.jsonStringify(policy) }, opts)];
  return { role, ready: [...attachments, ...inline] };
}
