import type { Account, Properties } from "./account.ts";
import { eksSecurityGroup } from "./computed.ts";
import {
  accountId,
  callerRole,
  egressRuleType,
  ingressRuleType,
  region,
  roleArns,
  securityGroupRules,
} from "./functions.ts";
import type { Created } from "./service.ts";

const clusterType = "aws:eks/cluster:Cluster";
const logGroupType = "aws:cloudwatch/logGroup:LogGroup";
const accessEntryType = "aws:eks/accessEntry:AccessEntry";

/** What AWS makes, or takes away, besides what it was told. */
export function afterCreate(created: Created, account: Account): void {
  switch (created.type) {
    case clusterType:
      makeLogGroup(created, account);
      makeCreatorAdmin(created, account);
      makeSecurityGroup(created, account);
      break;
    case "aws:ec2/vpcSecurityGroupRulesExclusive:VpcSecurityGroupRulesExclusive":
      removeOtherRules(created, account);
      break;
  }
}

/** What belongs to a cluster goes with it. */
export function afterDelete(type: string, id: string, account: Account): void {
  if (type !== clusterType) {
    return;
  }
  for (const entity of account.list()) {
    const { clusterName, securityGroupId } = entity.inputs;
    const isOfCluster = entity.type.startsWith("aws:eks/") && clusterName === id;
    if (isOfCluster || securityGroupId === eksSecurityGroup(id)) {
      account.remove(entity.type, entity.id);
    }
  }
}

/** A cluster that logs makes its log group where there is none: without a key, and kept for ever. */
function makeLogGroup({ id, inputs }: Created, account: Account): void {
  const name = `/aws/eks/${id}/cluster`;
  if (inputs["enabledClusterLogTypes"] !== undefined && account.find(logGroupType, name) === undefined) {
    const arn = `arn:aws:logs:${region}:${accountId}:log-group:${name}`;
    account.add({
      type: logGroupType,
      id: name,
      inputs: { name },
      outputs: { name, arn, retentionInDays: 0 },
    });
  }
}

/** Whoever creates a cluster becomes its admin, unless told otherwise. */
function makeCreatorAdmin({ id, inputs }: Created, account: Account): void {
  const access = inputs["accessConfig"] as Properties | undefined;
  const creator = roleArns(account).find((arn) => arn.split("/").at(-1) === callerRole());
  if (access?.["bootstrapClusterCreatorAdminPermissions"] !== false && creator !== undefined) {
    const entry = { clusterName: id, principalArn: creator };
    account.add({ type: accessEntryType, id: `${id}:${creator}`, inputs: entry, outputs: entry });
  }
}

/** EKS makes a security group of its own, whose members talk to each other and to everyone. */
function makeSecurityGroup({ id }: Created, account: Account): void {
  const securityGroupId = eksSecurityGroup(id);
  const ingress = { securityGroupId, ipProtocol: "-1", referencedSecurityGroupId: securityGroupId };
  const egress = { securityGroupId, ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" };
  account.add({ type: ingressRuleType, id: `sgr-eks-${id}-in`, inputs: ingress, outputs: ingress });
  account.add({ type: egressRuleType, id: `sgr-eks-${id}-out`, inputs: egress, outputs: egress });
}

/** The rules that it doesn't name are taken away. */
function removeOtherRules({ inputs }: Created, account: Account): void {
  const kept = [inputs["ingressRuleIds"], inputs["egressRuleIds"]].flat();
  for (const rule of securityGroupRules(account)) {
    if (rule.inputs["securityGroupId"] === inputs["securityGroupId"] && !kept.includes(rule.id)) {
      account.remove(rule.type, rule.id);
    }
  }
}
