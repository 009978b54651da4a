/**
 * The VPC endpoints that calls to AWS's services need.
 *
 * Sources: AWS PrivateLink guide, "AWS services that integrate with AWS PrivateLink" and "Cross-region enabled AWS
 * services"; aws-cdk, aws-ec2/lib/vpc-endpoint.ts, `InterfaceVpcEndpointAwsService`; read on 2026-11-28.
 */
import type { AwsAction } from "./service-actions.ts";

/** How calls of an action leave a VPC without other egress. */
export type EndpointNeed =
  /** By endpoints of the region. Each of them is needed. Their names are the last parts of the services' names. */
  | { readonly kind: "endpoints"; readonly names: readonly string[] }
  /** By an endpoint service of another region, or by none. */
  | { readonly kind: "global"; readonly how: string }
  /** They go to an address in a VPC, for example a database: a flow decides. */
  | { readonly kind: "address" };

/** Services whose endpoint has another name than their prefix in policies. */
const renamed: Readonly<Record<string, readonly string[]>> = {
  airflow: ["airflow.api"],
  appsync: ["appsync-api"],
  appstream: ["appstream.api"],
  cloudwatch: ["monitoring"],
  codeartifact: ["codeartifact.api", "codeartifact.repositories"],
  "codestar-connections": ["codestar-connections.api"],
  ecr: ["ecr.api", "ecr.dkr"],
  "ecr-public": ["ecr-public.api"],
  firehose: ["kinesis-firehose"],
  iotsitewise: ["iotsitewise.api"],
  iottwinmaker: ["iottwinmaker.api"],
  iotwireless: ["iotwireless.api"],
  kinesis: ["kinesis-streams"],
  lex: ["models-v2-lex"],
  memorydb: ["memory-db"],
  mobiletargeting: ["pinpoint"],
  "payment-cryptography": ["payment-cryptography.controlplane"],
  pricing: ["pricing.api"],
  sagemaker: ["sagemaker.api"],
  ses: ["email"],
  "sms-voice": ["pinpoint-sms-voice-v2"],
};

/** Actions that go to another endpoint than the rest of their service. */
const byAction: readonly (readonly [action: RegExp, names: readonly string[]])[] = [
  [/^appconfig:(GetLatestConfiguration|StartConfigurationSession)$/, ["appconfigdata"]],
  [/^aps:(GetLabels|GetMetricMetadata|GetSeries|QueryMetrics|RemoteWrite)$/, ["aps-workspaces"]],
  [
    /^bedrock:(ApplyGuardrail|Converse\w*|CountTokens|Invoke(Model|ModelWithResponseStream|ModelWithBidirectionalStream)|StartAsyncInvoke|GetAsyncInvoke|ListAsyncInvokes)$/,
    ["bedrock-runtime"],
  ],
  [
    /^bedrock:(InvokeAgent|InvokeFlow|InvokeInlineAgent|Retrieve|RetrieveAndGenerate|Rerank)$/,
    ["bedrock-agent-runtime"],
  ],
  [/^dynamodb:(DescribeStream|GetRecords|GetShardIterator|ListStreams)$/, ["dynamodb-streams"]],
  [
    /^iot:(Connect|Publish|Receive|Subscribe|RetainPublish|GetThingShadow|UpdateThingShadow|DeleteThingShadow)$/,
    ["iot.data"],
  ],
  [/^sagemaker:Invoke/, ["sagemaker.runtime"]],
  [/^servicediscovery:DiscoverInstances/, ["data-servicediscovery"]],
  [/^ssm:(CreateControlChannel|CreateDataChannel|OpenControlChannel|OpenDataChannel)$/, ["ssmmessages"]],
  [/^states:StartSyncExecution$/, ["sync-states"]],
  [/^transcribe:Start\w*Stream/, ["transcribestreaming"]],
];

const crossRegion = (name: string) =>
  `an interface endpoint of the service ${name}, whose region is us-east-1 (serviceRegion of aws.ec2.VpcEndpoint)`;
const nothing = "no VPC endpoint: only its public address";

/**
 * Services that aren't regional. IAM and Route 53 aren't either, but `additionalEndpoints` of a network creates their
 * endpoints.
 */
const global: Readonly<Record<string, string>> = {
  budgets: nothing,
  cloudfront: nothing,
  globalaccelerator: nothing,
  health: nothing,
  organizations: crossRegion("com.amazonaws.us-east-1.organizations"),
  route53domains: nothing,
  savingsplans: crossRegion("com.amazonaws.savingsplans"),
  support: nothing,
  waf: nothing,
};

/** Actions by which a client logs in to something with an address in a VPC. */
const inVpc =
  /^(dax|docdb-elastic|kafka-cluster|neptune-db|rds-db|vpc-lattice-svcs):|^(dsql|elasticache|memorydb):(\w+)?Connect|^elasticfilesystem:Client|^es:ESHttp|^aoss:/;

/** The endpoints that calls of an action need. */
export function endpointsFor({ service, name }: Pick<AwsAction, "service" | "name">): EndpointNeed {
  const action = `${service}:${name}`;
  if (inVpc.test(action)) {
    return { kind: "address" };
  }
  const how = global[service];
  if (how !== undefined) {
    return { kind: "global", how };
  }
  const [, special] = byAction.find(([pattern]) => pattern.test(action)) ?? [];
  return { kind: "endpoints", names: special ?? renamed[service] ?? [service] };
}
