import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** Where resources are created: the parts of ARNs and service principals. */
export interface AwsAccount {
  /** The 12 digits of the account. */
  readonly accountId: string;
  /** For example `eu-central-1`. */
  readonly region: string;
  /** `aws`, `aws-us-gov`, `aws-cn`. */
  readonly partition: string;
  /** `amazonaws.com`, or `amazonaws.com.cn` in China. */
  readonly dnsSuffix: string;
}

/** The account, region and partition of the AWS provider that `parent` uses. */
export function lookUpAccount(parent: pulumi.Resource): pulumi.Output<AwsAccount> {
  return pulumi
    .all([
      aws.getCallerIdentityOutput({}, { parent }),
      aws.getRegionOutput({}, { parent }),
      aws.getPartitionOutput({}, { parent }),
    ])
    .apply(([{ accountId }, { region }, { partition, dnsSuffix }]) => ({
      accountId,
      region,
      partition,
      dnsSuffix,
    }));
}
