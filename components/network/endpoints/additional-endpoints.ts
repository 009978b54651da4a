import type { AwsAccount } from "../../shared/aws/account.ts";
import type { AllowStatement } from "../../shared/aws/policy-document.ts";
import { interfaceServices } from "./endpoint-services.ts";

/**
 * An AWS service that nodes and pods reach through an endpoint in the VPC, in addition to those of every cluster. Its
 * policy allows only callers of the account, and only these actions.
 *
 * @example { service: "secretsmanager" }
 * @example { service: "elasticloadbalancing", actions: ["elasticloadbalancing:DescribeLoadBalancers"] }
 */
export interface AdditionalEndpoint {
  /**
   * The last part of the endpoint service's name: `secretsmanager` in `com.amazonaws.eu-central-1.secretsmanager`.
   * `dynamodb` gets a gateway endpoint, which costs nothing. A service that every cluster has, such as `ec2`, gets the
   * actions in addition to its own.
   */
  readonly service: string;
  /**
   * The IAM actions to allow, without wildcards.
   *
   * @default - for well-known services, the actions that read and write data. Other services have no default.
   */
  readonly actions?: readonly [string, ...string[]];
  /**
   * The ARNs of the resources to allow, for example a table of another account.
   *
   * @default - all resources of the account
   */
  readonly resources?: readonly [string, ...string[]];
  /**
   * The ARNs of AWS's own resources that the actions need in addition, for example images. They have no account.
   * `{partition}` and `{region}` in them are those of the network.
   *
   * @default - none
   */
  readonly publicResources?: readonly [string, ...string[]];
}

/** A service with a gateway endpoint: a route and no network interface. S3 has one in every network. */
export const gatewayService = "dynamodb";

/**
 * What applications do with a service's data. Actions that administer the service, or that give others access to it,
 * aren't in the list. Source: Service Authorization Reference, the page of each service.
 */
const dataActions: Readonly<Record<string, readonly string[]>> = {
  [gatewayService]: [
    "dynamodb:BatchGetItem",
    "dynamodb:BatchWriteItem",
    "dynamodb:ConditionCheckItem",
    "dynamodb:DeleteItem",
    "dynamodb:DescribeTable",
    "dynamodb:DescribeTimeToLive",
    "dynamodb:GetItem",
    "dynamodb:PutItem",
    "dynamodb:Query",
    "dynamodb:Scan",
    "dynamodb:UpdateItem",
  ],
  events: ["events:PutEvents"],
  "kinesis-firehose": ["firehose:PutRecord", "firehose:PutRecordBatch"],
  "kinesis-streams": [
    "kinesis:DescribeStreamSummary",
    "kinesis:GetRecords",
    "kinesis:GetShardIterator",
    "kinesis:ListShards",
    "kinesis:PutRecord",
    "kinesis:PutRecords",
  ],
  kms: ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey", "kms:Sign", "kms:Verify"],
  lambda: ["lambda:InvokeFunction"],
  monitoring: ["cloudwatch:PutMetricData"],
  secretsmanager: [
    "secretsmanager:BatchGetSecretValue",
    "secretsmanager:DescribeSecret",
    "secretsmanager:GetSecretValue",
    "secretsmanager:ListSecretVersionIds",
  ],
  sns: ["sns:Publish"],
  sqs: [
    "sqs:ChangeMessageVisibility",
    "sqs:DeleteMessage",
    "sqs:GetQueueAttributes",
    "sqs:GetQueueUrl",
    "sqs:ReceiveMessage",
    "sqs:SendMessage",
  ],
  ssm: ["ssm:GetParameter", "ssm:GetParameterHistory", "ssm:GetParameters", "ssm:GetParametersByPath"],
  states: ["states:DescribeExecution", "states:StartExecution"],
  xray: [
    "xray:GetSamplingRules",
    "xray:GetSamplingStatisticSummaries",
    "xray:GetSamplingTargets",
    "xray:PutTelemetryRecords",
    "xray:PutTraceSegments",
  ],
};

/** The services that need no list of actions. */
export const servicesWithActions: readonly string[] = Object.keys(dataActions).sort();

/** The statements that an endpoint's policy gets for an entry. */
export function additionalStatements(entry: AdditionalEndpoint, account: AwsAccount): AllowStatement[] {
  const { service, actions = dataActions[service] ?? [], publicResources } = entry;
  const { accountId, partition, region } = account;
  const statement = additionalStatement(entry, { actions, accountId });
  return publicResources === undefined
    ? [statement]
    : [
        statement,
        {
          Sid: "AdditionalPublic",
          Effect: "Allow",
          Principal: "*",
          Action: actions,
          Resource: publicResources.map((arn) =>
            arn.replaceAll("{partition}", partition).replaceAll("{region}", region),
          ),
          Condition: { StringEquals: { "aws:PrincipalAccount": accountId } },
        },
      ];
}

function additionalStatement(
  { resources }: AdditionalEndpoint,
  { actions, accountId }: { readonly actions: readonly string[]; readonly accountId: string },
): AllowStatement {
  const inAccount = resources === undefined;
  return {
    Sid: "Additional",
    Effect: "Allow",
    Principal: "*",
    Action: actions,
    // With "*", the conditions bind resources to the account. Most ARNs can't, such as those of S3 and of snapshots.
    Resource: resources ?? "*",
    Condition: {
      StringEquals: { "aws:PrincipalAccount": accountId },
      // Actions without a resource, such as Describe, may lack the key (IAM user guide, "aws:ResourceAccount").
      ...(inAccount && { StringEqualsIfExists: { "aws:ResourceAccount": accountId } }),
    },
  };
}

/** The entries of services that every cluster has no endpoint for. */
export function newServices(entries: readonly AdditionalEndpoint[]): AdditionalEndpoint[] {
  return entries.filter(({ service }) => !(interfaceServices as readonly string[]).includes(service));
}
