import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ruleDescription } from "../../shared/aws/rule-description.ts";
import type { Group, GroupRule } from "./group-rules.ts";

/** The id of AWS's prefix list with the addresses of a service in the region. */
export function lookUpPrefixList(
  service: "s3" | "dynamodb",
  parent: pulumi.Resource,
  region: pulumi.Output<string>,
): pulumi.Output<string> {
  const name = pulumi.interpolate`com.amazonaws.${region}.${service}`;
  return aws.ec2.getPrefixListOutput({ name }, { parent }).id;
}

/** The cluster's two security groups. */
export interface SecurityGroups {
  /** On the control plane's network interfaces. */
  readonly controlPlane: aws.ec2.SecurityGroup;
  /** On the nodes, and so on their pods. */
  readonly nodes: aws.ec2.SecurityGroup;
  /** Without these rules, nodes and control plane can't reach each other. */
  readonly rules: readonly pulumi.Resource[];
}

/** Creates both groups, without the open egress that AWS and `eks.Cluster` add to theirs. */
export function createSecurityGroups(
  name: string,
  {
    vpcId,
    rules,
    clusterName,
  }: {
    readonly vpcId: pulumi.Input<string>;
    readonly rules: readonly GroupRule[];
    readonly clusterName: string;
  },
  opts: pulumi.CustomResourceOptions,
): SecurityGroups {
  const group = (child: Group, description: string, tags?: Readonly<Record<string, string>>) =>
    new aws.ec2.SecurityGroup(
      `${name}-${child}`,
      { vpcId, description, revokeRulesOnDelete: true, ...(tags && { tags }) },
      opts,
    );
  const groups = {
    "control-plane": group("control-plane", `Control plane of the EKS cluster ${name}`),
    // By this tag the load balancer controller finds the group, and its IAM policy allows no other.
    nodes: group("nodes", `Nodes and pods of the EKS cluster ${name}`, {
      [`kubernetes.io/cluster/${clusterName}`]: "owned",
    }),
  };
  return {
    controlPlane: groups["control-plane"],
    nodes: groups.nodes,
    rules: rules.map((rule) => createRule(`${name}-${rule.name}`, { ...rule, groups }, opts)),
  };
}

function createRule(
  name: string,
  args: GroupRule & { readonly groups: Readonly<Record<Group, aws.ec2.SecurityGroup>> },
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource {
  const { groups, group, direction, peer, port, toPort = port, reason } = args;
  const Rule = direction === "ingress" ? aws.vpc.SecurityGroupIngressRule : aws.vpc.SecurityGroupEgressRule;
  return new Rule(
    name,
    {
      securityGroupId: groups[group].id,
      description: ruleDescription(reason),
      ...(port === undefined ? { ipProtocol: "-1" } : { ipProtocol: "tcp", fromPort: port, toPort }),
      ...("cidr" in peer && { cidrIpv4: peer.cidr }),
      ...("group" in peer && { referencedSecurityGroupId: groups[peer.group].id }),
      ...("securityGroup" in peer && { referencedSecurityGroupId: peer.securityGroup }),
      ...("prefixList" in peer && { prefixListId: peer.prefixList }),
    },
    opts,
  );
}
