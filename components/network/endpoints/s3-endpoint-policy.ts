import type { EgressMode } from "../../contract/network-ref.ts";
import type { AwsAccount } from "../../shared/aws/account.ts";
import { type AllowDocument, policyDocument } from "../../shared/aws/policy-document.ts";

/**
 * The policy of S3's gateway endpoint. It allows image layers, and the account's callers in the account's buckets.
 *
 * An account of ECR signs the URLs of layers, so no condition on the caller can match (ECR user guide, vpc-endpoints).
 *
 * With NAT, all S3 traffic of nodes uses this endpoint too, and no other way exists for requests that it refuses. For
 * example, registry.k8s.io serves layers from its own buckets. The policy then allows reading from all buckets, but
 * never writing.
 */
export function s3EndpointPolicy(egress: EgressMode, account: AwsAccount): AllowDocument {
  const { accountId, partition, region } = account;
  return policyDocument(
    {
      Sid: "ImageLayers",
      Effect: "Allow",
      Principal: "*",
      Action: ["s3:GetObject"],
      Resource: `arn:${partition}:s3:::prod-${region}-starport-layer-bucket/*`,
    },
    {
      Sid: "OwnBuckets",
      Effect: "Allow",
      Principal: "*",
      Action: [
        "s3:AbortMultipartUpload",
        "s3:DeleteObject",
        "s3:GetBucketLocation",
        "s3:GetObject",
        "s3:GetObjectAttributes",
        "s3:GetObjectTagging",
        "s3:GetObjectVersion",
        "s3:ListBucket",
        "s3:ListBucketMultipartUploads",
        "s3:ListMultipartUploadParts",
        "s3:PutObject",
        "s3:PutObjectTagging",
      ],
      // A bucket's ARN doesn't name its account; the condition does.
      Resource: "*",
      Condition: {
        StringEquals: { "aws:PrincipalAccount": accountId, "aws:ResourceAccount": accountId },
      },
    },
    ...(egress === "nat"
      ? [
          {
            Sid: "Reading",
            Effect: "Allow",
            Principal: "*",
            Action: ["s3:GetBucketLocation", "s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket"],
            Resource: "*",
          } as const,
        ]
      : []),
  );
}
