import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/**
 * AWS's minimum for the group that EKS makes itself, all of it towards the group itself: API, kubelet, DNS
 * (EKS user guide, "Amazon EKS security group requirements").
 */
const minimalEgress = [
  { name: "api", ipProtocol: "tcp", port: 443 },
  { name: "kubelet", ipProtocol: "tcp", port: 10250 },
  { name: "dns-tcp", ipProtocol: "tcp", port: 53 },
  { name: "dns-udp", ipProtocol: "udp", port: 53 },
] as const;

/**
 * Owns all rules of the security group that EKS makes for each cluster, outside of any plan, with egress to
 * `0.0.0.0/0`, and puts on the control plane's network interfaces beside ours.
 *
 * Its ingress from itself stays: EKS makes that rule again with every update of the cluster.
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

/** The ids of EKS's rule that lets the group's members talk to each other. */
function selfIngressIds(
  securityGroupId: pulumi.Output<string>,
  { parent }: pulumi.CustomResourceOptions,
): pulumi.Output<string[]> {
  return securityGroupId.apply(async (groupId) => {
    const opts = parent === undefined ? {} : { parent };
    const filters = [{ name: "group-id", values: [groupId] }];
    const found: { readonly ids?: readonly string[] } = await aws.vpc.getSecurityGroupRules(
      { filters },
      opts,
    );
    const rules = await Promise.all(
      (found.ids ?? []).map((id) => aws.vpc.getSecurityGroupRule({ securityGroupRuleId: id }, opts)),
    );
    return rules
      .filter(
        (rule) => !rule.isEgress && rule.ipProtocol === "-1" && rule.referencedSecurityGroupId === groupId,
      )
      .map((rule) => rule.securityGroupRuleId);
  });
}
