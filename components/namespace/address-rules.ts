import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { ClusterRef } from "../contract/cluster-ref.ts";
import { ruleDescription } from "../shared/aws/rule-description.ts";
import type { AddressOpening } from "../traffic/address-openings.ts";

/** How many rules of one direction a security group has by default (VPC user guide, "Amazon VPC quotas"). */
const ruleQuota = 60;
/** How many of them `HardenedCluster` uses at most for itself, without the user's connected networks. */
const ownRules = 10;
/** How many ranges AWS takes in one request (EC2 API reference, `CreateManagedPrefixList`). */
const entriesPerRequest = 100;

/**
 * Opens the nodes' security group for flows with addresses. Does nothing if the cluster's group isn't known: the plan
 * then says that it can't judge these flows.
 *
 * Each opening has its own prefix list. AWS refuses two rules of a group that are equal (`InvalidPermission.Duplicate`),
 * and several stacks can declare the same range and port. A list has room for exactly its ranges, because the group's
 * quota counts the room and not the ranges. The provider resizes a list before it adds ranges, and after it removes them
 * (terraform-provider-aws#26845), because AWS refuses both in one request. Its ranges have no descriptions: AWS changes a
 * description only by removing the range for a moment.
 */
export function createAddressRules(
  name: string,
  args: {
    readonly cluster: Pick<ClusterRef, "nodeSecurityGroupId">;
    readonly openings: readonly AddressOpening[];
  },
  opts: pulumi.CustomResourceOptions & { readonly parent: pulumi.Resource },
): pulumi.Resource[] {
  const { nodeSecurityGroupId: securityGroupId } = args.cluster;
  if (securityGroupId === undefined) {
    return [];
  }
  warnAboveQuota(args.openings, opts.parent);
  return args.openings.flatMap(inParts).flatMap((opening) => {
    const child = `${name}-flows-${opening.name}`;
    const list = new aws.ec2.ManagedPrefixList(
      child,
      {
        addressFamily: "IPv4",
        maxEntries: opening.cidrs.length,
        entries: opening.cidrs.map((cidr) => ({ cidr })),
        tags: { Name: child },
      },
      opts,
    );
    const Rule =
      opening.direction === "ingress" ? aws.vpc.SecurityGroupIngressRule : aws.vpc.SecurityGroupEgressRule;
    const rule = new Rule(
      child,
      {
        securityGroupId,
        prefixListId: list.id,
        ...portsOf(opening),
        description: ruleDescription(`Flows: ${opening.reasons.join("; ")}`),
      },
      opts,
    );
    return [list, rule];
  });
}

/** The same opening as several, each small enough for one request. The first keeps its name. */
function inParts(opening: AddressOpening): AddressOpening[] {
  const { name, cidrs } = opening;
  return Array.from({ length: Math.ceil(cidrs.length / entriesPerRequest) }, (_, index) => ({
    ...opening,
    name: index === 0 ? name : `${name}-${index + 1}`,
    cidrs: cidrs.slice(index * entriesPerRequest, (index + 1) * entriesPerRequest),
  }));
}

/** EC2 has no name and no ports for SCTP, which is IANA's protocol 132 (API reference, `IpPermission`). */
function portsOf({ protocol, port, endPort = port }: AddressOpening) {
  return protocol === "SCTP"
    ? { ipProtocol: "132" }
    : { ipProtocol: protocol.toLowerCase(), fromPort: port, toPort: endPort };
}

/** Each range of a prefix list counts as one rule of the group. */
function warnAboveQuota(openings: readonly AddressOpening[], resource: pulumi.Resource): void {
  for (const direction of ["ingress", "egress"] as const) {
    const count = openings
      .filter((opening) => opening.direction === direction)
      .reduce((sum, { cidrs }) => sum + cidrs.length, 0);
    if (count + ownRules > ruleQuota) {
      const message =
        `flows with addresses need ${count} ${direction} rules in the nodes' security group, which has ${ruleQuota} ` +
        "by default. Raise the quota L-0EA8095F, or declare wider ranges.";
      pulumi.log.warn(message, resource).catch(() => {});
    }
  }
}
