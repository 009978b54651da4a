import { createHash } from "node:crypto";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type AwsAccount, lookUpAccount } from "../shared/aws-account.ts";
import type { PolicyDocument, WorkloadArgs } from "./tenant.ts";

/** Whose role it is. */
export interface PodIdentity {
  readonly clusterName: string;
  readonly namespace: string;
  /** The workload, and its service account. */
  readonly workload: string;
}

/**
 * Who may take a workload's role: EKS Pod Identity, for this service account of this cluster. The session's tags
 * say for whom the agent asks, and the agent can't choose them.
 *
 * Source: EKS user guide, "Assign an IAM role to a Kubernetes service account" and "Pod Identity ABAC".
 */
export function podIdentityTrust(
  { clusterName, namespace, workload }: PodIdentity,
  { accountId, partition, region }: Pick<AwsAccount, "accountId" | "partition" | "region">,
): PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "PodIdentity",
        Effect: "Allow",
        Principal: { Service: "pods.eks.amazonaws.com" },
        Action: ["sts:AssumeRole", "sts:TagSession"],
        Condition: {
          StringEquals: {
            "aws:SourceAccount": accountId,
            "aws:RequestTag/eks-cluster-name": clusterName,
            "aws:RequestTag/kubernetes-namespace": namespace,
            "aws:RequestTag/kubernetes-service-account": workload,
          },
          ArnEquals: {
            "aws:SourceArn": `arn:${partition}:eks:${region}:${accountId}:cluster/${clusterName}`,
          },
        },
      },
    ],
  };
}

/** `<cluster>-<namespace>-<workload>`, cut to the 64 characters of a role's name and then told apart by a hash. */
export function podIdentityRoleName({ clusterName, namespace, workload }: PodIdentity): string {
  const name = `${clusterName}-${namespace}-${workload}`;
  if (name.length <= 64) {
    return name;
  }
  const hash = createHash("sha256")
    .update(`${clusterName}/${namespace}/${workload}`)
    .digest("hex")
    .slice(0, 8);
  return `${name.slice(0, 55)}-${hash}`;
}

/**
 * A role with the workload's policy, handed to its pods by EKS Pod Identity.
 *
 * @param dependsOn - what must stand before the cluster takes associations
 */
export function createPodIdentity(
  name: string,
  identity: PodIdentity,
  policy: NonNullable<WorkloadArgs["awsPolicy"]>,
  parent: pulumi.Resource,
  dependsOn: pulumi.Input<pulumi.Resource[]>,
): pulumi.Resource[] {
  const trust = lookUpAccount(parent).apply((account) => podIdentityTrust(identity, account));
  const role = new aws.iam.Role(
    `${name}-role`,
    {
      name: podIdentityRoleName(identity),
      description: `${identity.workload} in namespace ${identity.namespace} of ${identity.clusterName}`,
      assumeRolePolicy: pulumi.jsonStringify(trust),
    },
    { parent },
  );
  const rolePolicy = new aws.iam.RolePolicy(
    `${name}-policy`,
    {
      role: role.name,
      policy: pulumi
        .output(policy)
        .apply((document) => (typeof document === "string" ? document : JSON.stringify(document))),
    },
    { parent },
  );
  const association = new aws.eks.PodIdentityAssociation(
    `${name}-association`,
    {
      clusterName: identity.clusterName,
      namespace: identity.namespace,
      serviceAccount: identity.workload,
      roleArn: role.arn,
    },
    { parent, dependsOn },
  );
  return [role, rolePolicy, association];
}
