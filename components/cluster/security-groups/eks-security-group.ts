import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/**
 * AWS's minimum for the security group that EKS creates: API, kubelet and DNS, only to the group itself
 * (EKS user guide, "Amazon EKS security group requirements").
 */
const minimalEgress = [
  { name: "api", ipProtocol: "tcp", port: 443 },
  { name: "kubelet", ipProtocol: "tcp", port: 10250 },
  { name: "dns-tcp", ipProtocol: "tcp", port: 53 },
  { name: "dns-udp", ipProtocol: "udp", port: 53 },
] as const;

/**
 * Owns all rules of the security group that EKS creates for each cluster. No plan shows this group, and it allows
 * egress to `0.0.0.0/0`. The control plane's network interfaces have it in addition to ours.
 *
 * Its ingress from itself stays, because EKS creates that rule again at every update of the cluster.
 */
export function closeEksSecurityGroup(
  name: string,
  { securityGroupId }: { readonly securityGroupId: pulumi.Output<string> },
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource {
  const egress = minimalEgress.map(
    ({ name: child, ipProtocol, port }) =>
      new aws.vpc.SecurityGroupEgressRule(
        `${name}-eks-group-${child}`,
        {
          securityGroupId,
          referencedSecurityGroupId: securityGroupId,
          ipProtocol,
          fromPort: port,
          toPort: port,
          description: "Minimum that EKS asks for, within the group",
        },
        opts,
      ),
  );
  return new aws.ec2.VpcSecurityGroupRulesExclusive(
    `${name}-eks-group`,
    {
      securityGroupId,
      ingressRuleIds: selfIngressIds(securityGroupId, opts),
      egressRuleIds: egress.map((rule) => rule.securityGroupRuleId),
    },
    opts,
  );
}

/** The ids of EKS's rule that allows ingress from the group itself. */
function selfIngressIds(
  securityGroupId: pulumi.Output<string>,
  { parent }: pulumi.CustomResourceOptions,
): pulumi.Output<string[]> {
  return securityGroupId.apply(async (groupId) => {
    const opts = parent === undefined ? {} : { parent };
    const filters = [{ name: "group-id", values: [groupId] }];
    const lookup: { readonly ids?: readonly string[] } = await aws.vpc.getSecurityGroupRules(
      { filters },
      opts,
    );
    const rules = await Promise.all(
      (lookup.ids ?? []).map((id) => aws.vpc.getSecurityGroupRule({ securityGroupRuleId: id }, opts)),
    );
    return rules
      .filter(
        (rule) => !rule.isEgress && rule.ipProtocol === "-1" && rule.referencedSecurityGroupId === groupId,
      )
      .map((rule) => rule.securityGroupRuleId);
  });
}
