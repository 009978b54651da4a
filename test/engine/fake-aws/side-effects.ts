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

/** Resources that AWS itself creates or deletes after a request. */
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

/** AWS deletes a cluster's access entries and other parts together with it. */
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

/** A cluster with logs creates a missing log group itself: without a key, and without an end of retention. */
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

/** The creator of a cluster becomes its administrator, unless the cluster's arguments turn that off. */
function makeCreatorAdmin({ id, inputs }: Created, account: Account): void {
  const access = inputs["accessConfig"] as Properties | undefined;
  const creator = roleArns(account).find((arn) => arn.split("/").at(-1) === callerRole());
  if (access?.["bootstrapClusterCreatorAdminPermissions"] !== false && creator !== undefined) {
    const entry = { clusterName: id, principalArn: creator };
    account.add({ type: accessEntryType, id: `${id}:${creator}`, inputs: entry, outputs: entry });
  }
}

/** EKS creates its own security group, whose members reach each other and every address. */
function makeSecurityGroup({ id }: Created, account: Account): void {
  const securityGroupId = eksSecurityGroup(id);
  const ingress = { securityGroupId, ipProtocol: "-1", referencedSecurityGroupId: securityGroupId };
  const egress = { securityGroupId, ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" };
  account.add({ type: ingressRuleType, id: `sgr-eks-${id}-in`, inputs: ingress, outputs: ingress });
  account.add({ type: egressRuleType, id: `sgr-eks-${id}-out`, inputs: egress, outputs: egress });
}

/** AWS deletes the rules that the resource doesn't name. */
function removeOtherRules({ inputs }: Created, account: Account): void {
  const kept = [inputs["ingressRuleIds"], inputs["egressRuleIds"]].flat();
  for (const rule of securityGroupRules(account)) {
    if (rule.inputs["securityGroupId"] === inputs["securityGroupId"] && !kept.includes(rule.id)) {
      account.remove(rule.type, rule.id);
    }
  }
}
