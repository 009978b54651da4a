import { createHash } from "node:crypto";
import type { Properties } from "./account.ts";
import { accountId, region } from "./functions.ts";
import type { Created } from "./service.ts";

/** Types whose id is their name. AWS refuses a second resource of the same name. */
const named: Readonly<Record<string, (inputs: Properties) => unknown[]>> = {
  "aws:cloudwatch/logGroup:LogGroup": ({ name }) => [name],
  "aws:eks/accessEntry:AccessEntry": ({ clusterName, principalArn }) => [clusterName, principalArn],
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": ({ clusterName, principalArn, policyArn }) => [
    clusterName,
    principalArn,
    policyArn,
  ],
  "aws:eks/addon:Addon": ({ clusterName, addonName }) => [clusterName, addonName],
  "aws:eks/cluster:Cluster": ({ name }) => [name],
  "aws:eks/identityProviderConfig:IdentityProviderConfig": ({ clusterName, oidc }) => [
    clusterName,
    (oidc as Properties | undefined)?.["identityProviderConfigName"],
  ],
  "aws:eks/nodeGroup:NodeGroup": ({ clusterName, nodeGroupName }) => [clusterName, nodeGroupName],
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": ({ clusterName, namespace, serviceAccount }) => [
    clusterName,
    namespace,
    serviceAccount,
  ],
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": ({ url }) => [
    arn("iam", `oidc-provider/${bare(url)}`, ""),
  ],
  "aws:iam/policy:Policy": ({ name }) => [name],
  "aws:iam/role:Role": ({ name }) => [name],
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": ({ role, policyArn }) => [role, policyArn],
  "aws:kms/alias:Alias": ({ name }) => [name],
};

/** The fields of a security group's rule. AWS refuses two rules with the same fields. */
const securityGroupRule = /^aws:vpc\/securityGroup(In|E)gressRule:/;

/** Kinds that the provider names if the program doesn't. */
const autoNamed: readonly string[] = ["Alias", "Cluster", "LogGroup", "Policy", "Role"];

const prefixes: Readonly<Record<string, string>> = {
  Eip: "eipalloc",
  FlowLog: "fl",
  InternetGateway: "igw",
  LaunchTemplate: "lt",
  NatGateway: "nat",
  RouteTable: "rtb",
  RouteTableAssociation: "rtbassoc",
  SecurityGroup: "sg",
  Subnet: "subnet",
  Vpc: "vpc",
  VpcEndpoint: "vpce",
};

export function identify(type: string, name: string, inputs: Properties): string {
  const parts = named[type]?.(inputs);
  if (parts?.every((part) => typeof part === "string")) {
    return parts.join(":");
  }
  if (parts !== undefined) {
    return [...parts.slice(0, -1), `${name}-${hash(`${name}${Date.now()}`, 7)}`].join(":");
  }
  if (securityGroupRule.test(type)) {
    const { description: _, tags: __, ...rule } = inputs;
    return `sgr-${hash(JSON.stringify([type, Object.entries(rule).sort()]), 17)}`;
  }
  const kind = kindOf(type);
  return kind === "Key"
    ? uuid(`${name}${Date.now()}`)
    : `${prefixes[kind] ?? kind.toLowerCase()}-${hash(`${type}${name}${Date.now()}`, 17)}`;
}

/** The outputs that AWS adds to a resource of this type. */
export function compute(created: Created, previous?: Properties): Properties {
  const { type, id, inputs } = created;
  return {
    arn: arnOf(type, id, inputs),
    region,
    tagsAll: inputs["tags"] ?? {},
    ...(autoNamed.includes(kindOf(type)) ? { name: inputs["name"] ?? id } : {}),
    ...extras[kindOf(type)]?.(created, previous),
  };
}

const extras: Readonly<Record<string, (created: Created, previous?: Properties) => Properties>> = {
  Addon: ({ inputs }) => ({ addonVersion: inputs["addonVersion"] ?? "v1.0.0-eksbuild.1" }),
  Alias: ({ inputs }) => ({ targetKeyArn: inputs["targetKeyId"] }),
  Cluster: (created) => cluster(created),
  Eip: ({ id }) => ({ allocationId: id, publicIp: "203.0.113.10" }),
  Key: ({ id }) => ({ keyId: id, multiRegion: false }),
  LaunchTemplate: (_, previous) => ({
    defaultVersion: 1,
    latestVersion: Number(previous?.["latestVersion"] ?? 0) + 1,
  }),
  NatGateway: () => ({ publicIp: "203.0.113.10", networkInterfaceId: "eni-0a1b2c3d4e5f60718" }),
  NodeGroup: ({ id, inputs }) => ({
    nodeGroupName: inputs["nodeGroupName"] ?? id.split(":").at(-1),
    resources: [{ autoscalingGroups: [{ name: `eks-${hash(id, 8)}` }], remoteAccessSecurityGroupId: "" }],
    status: "ACTIVE",
  }),
  PodIdentityAssociation: ({ id }) => ({
    associationId: `a-${hash(id, 17)}`,
    associationArn: arn("eks", `podidentityassociation/${hash(id, 17)}`),
  }),
  Role: ({ id, inputs }) => ({ uniqueId: `AROA${hash(id, 17).toUpperCase()}`, path: inputs["path"] ?? "/" }),
  SecurityGroup: () => ({ ownerId: accountId }),
  SecurityGroupEgressRule: ({ id }) => ({ securityGroupRuleId: id }),
  SecurityGroupIngressRule: ({ id }) => ({ securityGroupRuleId: id }),
  Vpc: ({ id }) => ({
    defaultNetworkAclId: `acl-${hash(id, 17)}`,
    defaultRouteTableId: `rtb-${hash(id, 17)}`,
    defaultSecurityGroupId: `sg-${hash(id, 17)}`,
    mainRouteTableId: `rtb-${hash(id, 17)}`,
    ownerId: accountId,
  }),
  VpcEndpoint: ({ id, inputs }) => ({
    networkInterfaceIds: [`eni-${hash(id, 17)}`],
    ...(inputs["vpcEndpointType"] === "Interface" ? {} : { prefixListId: "pl-6ea54007" }),
  }),
};

/** The security group that EKS creates for a cluster. */
export function eksSecurityGroup(clusterName: string): string {
  return `sg-${hash(`${clusterName} cluster`, 17)}`;
}

/** The endpoint of the real API server, if there is one. */
function cluster({ id, inputs }: Created): Properties {
  const suffix = hash(id, 32).toUpperCase();
  return {
    endpoint: process.env["FAKE_API_SERVER"] ?? `https://${suffix}.gr7.${region}.eks.amazonaws.com`,
    certificateAuthority: { data: process.env["FAKE_API_SERVER_CA"] ?? "Y2VydGlmaWNhdGU=" },
    identities: [{ oidcs: [{ issuer: `https://oidc.eks.${region}.amazonaws.com/id/${suffix}` }] }],
    status: "ACTIVE",
    platformVersion: "eks.1",
    vpcConfig: {
      ...(inputs["vpcConfig"] as Properties),
      clusterSecurityGroupId: eksSecurityGroup(id),
      vpcId: `vpc-${hash(id, 17)}`,
    },
  };
}

function arnOf(type: string, id: string, inputs: Properties): string {
  switch (type) {
    case "aws:cloudwatch/logGroup:LogGroup":
      return arn("logs", `log-group:${id}`);
    case "aws:eks/cluster:Cluster":
      return arn("eks", `cluster/${id}`);
    case "aws:iam/openIdConnectProvider:OpenIdConnectProvider":
      return id;
    case "aws:iam/policy:Policy":
      return arn("iam", `policy/${id}`, "");
    case "aws:iam/role:Role":
      return arn("iam", `role${inputs["path"] ?? "/"}${id}`, "");
    case "aws:iam/serviceLinkedRole:ServiceLinkedRole":
      return arn("iam", `role/aws-service-role/${inputs["awsServiceName"]}/AWSServiceRoleFor`, "");
    case "aws:kms/alias:Alias":
      return arn("kms", id);
    case "aws:kms/key:Key":
      return arn("kms", `key/${id}`);
    default:
      return arn(type.split(":")[1]?.split("/")[0] ?? "", `${kindOf(type).toLowerCase()}/${id}`);
  }
}

function arn(service: string, rest: string, where = region): string {
  return `arn:aws:${service}:${where}:${accountId}:${rest}`;
}

/** `aws:eks/cluster:Cluster` is a `Cluster`. */
function kindOf(type: string): string {
  return type.split(":").at(-1) ?? "";
}

function bare(url: unknown): string {
  return String(url).replace(/^https:\/\//, "");
}

function hash(text: string, length: number): string {
  return createHash("sha256").update(text).digest("hex").slice(0, length);
}

function uuid(text: string): string {
  return hash(text, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
