import type { AwsAccount } from "./account.ts";
import { type AllowDocument, policyDocument } from "./policy-document.ts";

/** The service account of one cluster whose pods assume a role. */
export interface PodIdentitySubject {
  readonly clusterName: string;
  readonly namespace: string;
  readonly serviceAccount: string;
}

/**
 * Lets EKS Pod Identity assume a role for this service account of this cluster. The session's tags name the requesting
 * service account, and the agent can't choose them. Without the conditions, any cluster of the account could give
 * the role to any pod.
 *
 * Source: EKS user guide, "IAM role for EKS Pod Identity" and "Pod Identity ABAC".
 */
export function podIdentityTrust(
  { clusterName, namespace, serviceAccount }: PodIdentitySubject,
  { accountId, partition, region }: Pick<AwsAccount, "accountId" | "partition" | "region">,
): AllowDocument {
  return policyDocument({
    Sid: "PodIdentityAssumesRole",
    Effect: "Allow",
    Principal: { Service: "pods.eks.amazonaws.com" },
    Action: ["sts:AssumeRole", "sts:TagSession"],
    Condition: {
      StringEquals: {
        "aws:SourceAccount": accountId,
        "aws:RequestTag/eks-cluster-name": clusterName,
        "aws:RequestTag/kubernetes-namespace": namespace,
        "aws:RequestTag/kubernetes-service-account": serviceAccount,
      },
      ArnEquals: { "aws:SourceArn": `arn:${partition}:eks:${region}:${accountId}:cluster/${clusterName}` },
    },
  });
}
