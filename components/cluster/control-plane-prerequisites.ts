import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { AuditLog, auditLogGroupName } from "../audit/audit-log.ts";
import type { NodeRule } from "../contract/cluster-ref.ts";
import { loadBalancerCidrs, visibilities } from "../contract/exposure.ts";
import type { KeyRefs } from "../contract/key-ref.ts";
import { EncryptionKeys } from "../encryption/encryption-keys.ts";
import type { AwsAccount } from "../shared/aws/account.ts";
import { createRole, serviceTrust } from "../shared/aws/role.ts";
import type { HardenedClusterArgs } from "./hardened-cluster-args.ts";
import { groupRules, nodeRules } from "./security-groups/group-rules.ts";
import {
  createSecurityGroups,
  lookUpPrefixList,
  type SecurityGroups,
} from "./security-groups/security-groups.ts";

export interface PrerequisitesArgs extends HardenedClusterArgs {
  /** The cluster's name in EKS. */
  readonly clusterName: string;
  readonly account: pulumi.Output<AwsAccount>;
}

/** The resources that the control plane needs. */
export interface Prerequisites {
  readonly keys: KeyRefs;
  readonly groups: SecurityGroups;
  /** The rules of the nodes' group. */
  readonly nodeRules: readonly NodeRule[];
  readonly role: aws.iam.Role;
  /** The control plane must depend on these. */
  readonly ready: readonly pulumi.Resource[];
}

interface ChildOptions {
  readonly parent: pulumi.Resource;
}

/** Creates what the control plane needs: keys, audit log, security groups and its role. */
export function createPrerequisites(
  name: string,
  args: PrerequisitesArgs,
  opts: ChildOptions,
): Prerequisites {
  const { account, clusterName, network } = args;
  const keys = args.keys ?? createKeys(name, args, opts);
  const auditLog = createAuditLog(name, { ...args, keys }, opts);
  const { egress, additionalCidrs = [], endpointServices = [] } = network;
  const s3PrefixListId = network.s3PrefixListId ?? lookUpPrefixList("s3", opts.parent, account.region);
  const rules = groupRules({
    network: {
      cidr: network.cidr,
      egress,
      additionalCidrs,
      s3PrefixListId,
      ...(egress === "none" &&
        endpointServices.includes("dynamodb") && {
          dynamoDbPrefixListId: lookUpPrefixList("dynamodb", opts.parent, account.region),
        }),
    },
    apiAccess: args.apiAccess ?? [],
    connectedNetworks: args.connectedNetworks ?? [],
    loadBalancerCidrs: visibilities.flatMap((visibility) => loadBalancerCidrs(network, visibility)),
  });
  const groups = createSecurityGroups(name, { vpcId: network.vpcId, rules, clusterName }, opts);
  const { role, ready } = createRole(
    `${name}-control-plane`,
    {
      description: `Control plane of the EKS cluster ${clusterName}`,
      trust: serviceTrust("eks.amazonaws.com"),
      managedPolicies: ["AmazonEKSClusterPolicy"],
      permissionsBoundary: args.permissionsBoundary,
      account,
    },
    opts,
  );
  return { keys, groups, nodeRules: nodeRules(rules), role, ready: [...auditLog.ready, ...ready] };
}

function createKeys(
  name: string,
  { clusterName, autoScalingRole, lifecycle }: PrerequisitesArgs,
  opts: ChildOptions,
): KeyRefs {
  return new EncryptionKeys(
    name,
    {
      logGroups: [auditLogGroupName(clusterName)],
      ...(autoScalingRole !== undefined && { autoScalingRole }),
      ...(lifecycle !== undefined && { lifecycle }),
    },
    opts,
  );
}

/** Created before the cluster. Otherwise EKS creates the log group without a key or retention. */
function createAuditLog(
  name: string,
  { clusterName, keys, auditRetentionDays, lifecycle }: PrerequisitesArgs & { readonly keys: KeyRefs },
  opts: ChildOptions,
): AuditLog {
  return new AuditLog(
    name,
    {
      clusterName,
      keyArn: keys.logs,
      ...(auditRetentionDays !== undefined && { retentionDays: auditRetentionDays }),
      ...(lifecycle !== undefined && { lifecycle }),
    },
    opts,
  );
}
