import { answerInvoke } from "../../../plan/engine/invokes.ts";
import type { JsonObject } from "../../../plan/json.ts";
import type { Account, Entity, Properties } from "./account.ts";

export const accountId = "111122223333";
export const region = "eu-central-1";

export const ingressRuleType = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
export const egressRuleType = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";

type Answer = (args: Properties, account: Account) => Properties;

/** The answers of the provider's functions. */
export const functions: Readonly<Record<string, Answer>> = {
  "aws:index/getCallerIdentity:getCallerIdentity": () => ({
    id: accountId,
    accountId,
    arn: `arn:aws:sts::${accountId}:assumed-role/${callerRole()}/session`,
    userId: "AROAEXAMPLE:session",
  }),
  "aws:iam/getSessionContext:getSessionContext": ({ arn }, account) => {
    const role = /:assumed-role\/([^/]+)\//.exec(String(arn))?.[1];
    const issuerArn = role === undefined ? String(arn) : roleNamed(role, account);
    return {
      id: arn,
      arn,
      issuerArn,
      issuerId: "AROAEXAMPLE",
      issuerName: role ?? "",
      sessionName: role === undefined ? "" : "session",
    };
  },
  // What is the same in every account.
  ...Object.fromEntries(
    [
      "aws:index/getRegion:getRegion",
      "aws:index/getPartition:getPartition",
      "aws:index/getDefaultTags:getDefaultTags",
      "aws:index/getAvailabilityZones:getAvailabilityZones",
    ].map((token) => [
      token,
      (args: Properties) => answerInvoke(token, args as JsonObject, { accountId, region }),
    ]),
  ),
  "aws:eks/getClusters:getClusters": (_, account) => ({
    id: region,
    names: account.list("aws:eks/cluster:Cluster").map(({ id }) => id),
  }),
  "aws:eks/getCluster:getCluster": ({ name }, account) => {
    const cluster = account.find("aws:eks/cluster:Cluster", String(name));
    if (cluster === undefined) {
      throw new Error(`ResourceNotFoundException: No cluster found for name: ${name}.`);
    }
    const { kubernetesNetworkConfig, vpcConfig, ...rest } = { ...cluster.inputs, ...cluster.outputs };
    return { ...rest, id: name, name, kubernetesNetworkConfigs: [kubernetesNetworkConfig], vpcConfig };
  },
  "aws:eks/getNodeGroups:getNodeGroups": ({ clusterName }, account) => ({
    id: clusterName,
    clusterName,
    names: nodeGroups(account, clusterName).map(({ outputs }) => outputs["nodeGroupName"]),
  }),
  "aws:eks/getNodeGroup:getNodeGroup": ({ clusterName, nodeGroupName }, account) => {
    const group = nodeGroups(account, clusterName).find(
      ({ outputs }) => outputs["nodeGroupName"] === nodeGroupName,
    );
    if (group === undefined) {
      throw new Error(`ResourceNotFoundException: No node group found for name: ${nodeGroupName}.`);
    }
    const { scalingConfig, ...rest } = group.inputs;
    return {
      capacityType: "ON_DEMAND",
      ...rest,
      id: group.id,
      nodeGroupName,
      scalingConfigs: [scalingConfig],
    };
  },
  "aws:ec2/getPrefixList:getPrefixList": ({ name }) => ({ id: "pl-6da54004", name, cidrBlocks: [] }),
  "aws:iam/getRoles:getRoles": ({ nameRegex, pathPrefix }, account) => {
    const arns = roleArns(account).filter(
      (arn) =>
        new RegExp(String(nameRegex ?? "")).test(arn.split("/").at(-1) ?? "") &&
        arn.split(":role")[1]?.startsWith(String(pathPrefix ?? "/")),
    );
    return { id: region, arns, names: arns.map((arn) => arn.split("/").at(-1)), nameRegex, pathPrefix };
  },
  "aws:cloudwatch/getLogGroups:getLogGroups": ({ logGroupNamePrefix }, account) => {
    const groups = account
      .list("aws:cloudwatch/logGroup:LogGroup")
      .filter(({ id }) => id.startsWith(String(logGroupNamePrefix ?? "")));
    return {
      id: region,
      arns: groups.map(({ outputs }) => outputs["arn"]),
      logGroupNames: groups.map(({ id }) => id),
      logGroupNamePrefix,
      region,
    };
  },
  "aws:vpc/getSecurityGroupRules:getSecurityGroupRules": ({ filters }, account) => {
    const groups = (filters as { name: string; values: string[] }[])
      .filter(({ name }) => name === "group-id")
      .flatMap(({ values }) => values);
    const rules = securityGroupRules(account).filter(({ inputs }) =>
      groups.includes(String(inputs["securityGroupId"])),
    );
    return { id: region, ids: rules.map(({ id }) => id), filters };
  },
  "aws:vpc/getSecurityGroupRule:getSecurityGroupRule": ({ securityGroupRuleId }, account) => {
    const rule = securityGroupRules(account).find(({ id }) => id === securityGroupRuleId);
    if (rule === undefined) {
      throw new Error(`InvalidSecurityGroupRuleId.NotFound: ${securityGroupRuleId}`);
    }
    return { ...rule.inputs, id: rule.id, securityGroupRuleId, isEgress: rule.type.includes("Egress") };
  },
};

function nodeGroups(account: Account, clusterName: unknown): Entity[] {
  return account
    .list("aws:eks/nodeGroup:NodeGroup")
    .filter(({ inputs }) => inputs["clusterName"] === clusterName);
}

/** The role that runs the deployment. The tests set it. */
export function callerRole(): string {
  return process.env["FAKE_CALLER_ROLE"] ?? "platform-admin";
}

/** The roles of the account: those that existed before, according to the test, and new ones. */
export function roleArns(account: Account): string[] {
  const before = (process.env["FAKE_ROLES"] ?? "platform-admin").split(",");
  const made = account.list("aws:iam/role:Role").map(({ outputs }) => String(outputs["arn"]));
  return [...before.map((path) => `arn:aws:iam::${accountId}:role/${path}`), ...made];
}

/** Every rule of every security group, also of AWS's own groups. */
export function securityGroupRules(account: Account): Entity[] {
  return [ingressRuleType, egressRuleType].flatMap((type) => account.list(type));
}

function roleNamed(name: string, account: Account): string {
  const found = roleArns(account).find((arn) => arn.split("/").at(-1) === name);
  if (found === undefined) {
    throw new Error(`NoSuchEntity: The role with name ${name} cannot be found.`);
  }
  return found;
}
