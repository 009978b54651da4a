import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { AwsAccount } from "../shared/aws/account.ts";
import { type AllowDocument, policyDocument } from "../shared/aws/policy-document.ts";
import { boundaryOf } from "../shared/aws/role.ts";

/** How long flow logs are kept, in days. */
const retentionDays = 365;

/**
 * The log group of a `ClusterNetwork`'s flow logs, by the network's name. If you give the network a key, name the
 * group in `logGroups` of its `EncryptionKeys`.
 */
export function flowLogGroupName(networkName: string): string {
  return `/casemate/network/${networkName}/flow-logs`;
}

/** Only the service may assume the role, for flow logs of this account and region (VPC user guide, flow-logs-iam-role). */
function flowLogsTrust({ accountId, partition, region }: AwsAccount): AllowDocument {
  return policyDocument({
    Sid: "FlowLogs",
    Effect: "Allow",
    Principal: { Service: "vpc-flow-logs.amazonaws.com" },
    Action: ["sts:AssumeRole"],
    Condition: {
      StringEquals: { "aws:SourceAccount": accountId },
      ArnLike: { "aws:SourceArn": `arn:${partition}:ec2:${region}:${accountId}:vpc-flow-log/*` },
    },
  });
}

/** Allows writing to the existing log group. Without `logs:CreateLogGroup`, a deleted group stays deleted. */
function flowLogsPermissions({ accountId, partition, region }: AwsAccount, logGroup: string): AllowDocument {
  const logGroups = `arn:${partition}:logs:${region}:${accountId}:log-group`;
  return policyDocument(
    {
      Sid: "Write",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
      Resource: `${logGroups}:${logGroup}:*`,
    },
    { Sid: "Find", Effect: "Allow", Action: ["logs:DescribeLogGroups"], Resource: `${logGroups}:*` },
  );
}

/** Records all traffic of a VPC, accepted and rejected (requirement B8; NSA-LOG-06, FSBP EC2.6). */
export function createFlowLogs(
  name: string,
  args: {
    readonly vpcId: pulumi.Input<string>;
    readonly keyArn: pulumi.Input<string>;
    readonly account: pulumi.Output<AwsAccount>;
    /** The ARN of the policy that limits the role of the service. */
    readonly permissionsBoundary?: pulumi.Input<string> | undefined;
  },
  opts: pulumi.CustomResourceOptions,
): void {
  const { account } = args;
  const logGroup = new aws.cloudwatch.LogGroup(
    `${name}-flow-logs`,
    { name: flowLogGroupName(name), kmsKeyId: args.keyArn, retentionInDays: retentionDays },
    opts,
  );
  const role = new aws.iam.Role(
    `${name}-flow-logs`,
    {
      assumeRolePolicy: pulumi.jsonStringify(account.apply(flowLogsTrust)),
      ...boundaryOf(args.permissionsBoundary),
    },
    opts,
  );
  const permissions = new aws.iam.RolePolicy(
    `${name}-flow-logs`,
    {
      role: role.name,
      policy: pulumi.jsonStringify(
        account.apply((awsAccount) => flowLogsPermissions(awsAccount, flowLogGroupName(name))),
      ),
    },
    opts,
  );
  new aws.ec2.FlowLog(
    `${name}-flow-logs`,
    {
      vpcId: args.vpcId,
      trafficType: "ALL",
      logDestinationType: "cloud-watch-logs",
      logDestination: logGroup.arn,
      iamRoleArn: role.arn,
    },
    { ...opts, dependsOn: [permissions] },
  );
}
