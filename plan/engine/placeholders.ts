/**
 * Placeholders for values that providers would compute.
 *
 * A real preview leaves every computed value unknown, and one unknown value makes a whole `pulumi.all` unknown. A policy
 * document that names a role's ARN would then be unreadable, and no rule could judge it.
 *
 * So ids, ARNs and the few outputs below have placeholders of the right shape. They are derived from the resource's
 * name, so that they are equal on each run and a reader sees their resource. All other values stay unknown.
 */
import { createHash } from "node:crypto";
import { type JsonObject, objectAt, stringAt } from "../json.ts";
import type { Computed, ProviderResource } from "./handlers.ts";

/** The account and region of all placeholders. */
export interface Account {
  readonly accountId: string;
  readonly region: string;
}

/** The placeholders for values that the provider of `resource` would compute. */
export function placeholders(resource: ProviderResource, account: Account): Computed {
  const [pack = ""] = resource.type.split(":");
  switch (pack) {
    case "aws":
      return awsResource(resource, account);
    case "kubernetes":
      return { id: kubernetesId(resource) };
    case "pulumi":
      // Providers have a UUID. Programs use no other resources of this package.
      return { id: uuid(resource.urn) };
    default:
      return { id: resource.name };
  }
}

function kubernetesId({ inputs, name }: ProviderResource): string {
  const metadata = objectAt(inputs["metadata"]);
  const ownName = stringAt(metadata["name"]) ?? name;
  const namespace = stringAt(metadata["namespace"]);
  return namespace === undefined ? ownName : `${namespace}/${ownName}`;
}

function awsResource(resource: ProviderResource, account: Account): Computed {
  const { type, inputs, name } = resource;
  const ownName = stringAt(inputs["name"]) ?? stringAt(inputs["bucket"]) ?? name;
  const [, module = "", kind = ""] = /^aws:([^:/]+)[^:]*:(\w+)$/.exec(type) ?? [];
  const id = idPrefixes[kind] !== undefined && module === "ec2" ? `${idPrefixes[kind]}-${name}` : ownName;
  const arn = (arns[type] ?? defaultArn(module, kind))({ ...account, id, name: ownName });
  return {
    id: idIsArn.has(type) ? arn : id,
    outputs: { arn, name: ownName, ...outputs[type]?.({ ...account, id, name: ownName }, inputs) },
  };
}

interface Names extends Account {
  readonly id: string;
  readonly name: string;
}

/** The prefixes of EC2's ids, by resource. */
const idPrefixes: Readonly<Record<string, string>> = {
  Vpc: "vpc",
  Subnet: "subnet",
  SecurityGroup: "sg",
  RouteTable: "rtb",
  InternetGateway: "igw",
  NatGateway: "nat",
  NetworkAcl: "acl",
  ManagedPrefixList: "pl",
  VpcEndpoint: "vpce",
  LaunchTemplate: "lt",
  Eip: "eipalloc",
  FlowLog: "fl",
  SecurityGroupRule: "sgr",
};

const idIsArn: ReadonlySet<string> = new Set([
  "aws:iam/policy:Policy",
  "aws:sns/topic:Topic",
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
]);

type ArnOf = (names: Names) => string;

/** ARNs that don't follow `arn:aws:<service>:<region>:<account>:<kind>/<name>`. */
const arns: Readonly<Record<string, ArnOf>> = {
  "aws:cloudwatch/logGroup:LogGroup": ({ region, accountId, name }) =>
    `arn:aws:logs:${region}:${accountId}:log-group:${name}`,
  "aws:s3/bucket:Bucket": ({ name }) => `arn:aws:s3:::${name}`,
  "aws:sns/topic:Topic": ({ region, accountId, name }) => `arn:aws:sns:${region}:${accountId}:${name}`,
  "aws:sqs/queue:Queue": ({ region, accountId, name }) => `arn:aws:sqs:${region}:${accountId}:${name}`,
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": ({ accountId, name }) =>
    `arn:aws:iam::${accountId}:oidc-provider/${name}`,
};

function defaultArn(module: string, kind: string): ArnOf {
  const path = kind.replace(/[A-Z]/g, (letter, index) => (index === 0 ? "" : "-") + letter.toLowerCase());
  return module === "iam"
    ? ({ accountId, name }) => `arn:aws:iam::${accountId}:${path}/${name}`
    : ({ region, accountId, id }) => `arn:aws:${module}:${region}:${accountId}:${path}/${id}`;
}

/** Outputs other than id, ARN and name, from which programs compute values that matter to security. */
const outputs: Readonly<Record<string, (names: Names, inputs: JsonObject) => JsonObject>> = {
  "aws:eks/cluster:Cluster": ({ region, name }, { vpcConfig }) => {
    const hash = createHash("sha256").update(name).digest("hex").toUpperCase().slice(0, 32);
    return {
      endpoint: `https://${hash}.gr7.${region}.eks.amazonaws.com`,
      certificateAuthority: { data: "Y2VydGlmaWNhdGUgYXV0aG9yaXR5" },
      vpcConfig: { ...objectAt(vpcConfig), clusterSecurityGroupId: `sg-${name}-eks` },
      identities: [{ oidcs: [{ issuer: `https://oidc.eks.${region}.amazonaws.com/id/${hash}` }] }],
    };
  },
  "aws:ec2/vpc:Vpc": ({ name }) => ({
    defaultSecurityGroupId: `sg-${name}-default`,
    defaultNetworkAclId: `acl-${name}-default`,
    defaultRouteTableId: `rtb-${name}-default`,
    mainRouteTableId: `rtb-${name}-main`,
  }),
  "aws:ec2/vpcEndpoint:VpcEndpoint": ({ name }) => ({ prefixListId: `pl-${name}` }),
  "aws:kms/key:Key": ({ id }) => ({ keyId: id }),
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": ({ name }) => ({
    securityGroupRuleId: `sgr-${name}`,
  }),
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": ({ name }) => ({
    securityGroupRuleId: `sgr-${name}`,
  }),
  "aws:ec2/launchTemplate:LaunchTemplate": () => ({ latestVersion: 1, defaultVersion: 1 }),
};

function uuid(text: string): string {
  const hash = createHash("sha256").update(text).digest("hex");
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    hash.slice(12, 16),
    hash.slice(16, 20),
    hash.slice(20, 32),
  ].join("-");
}
