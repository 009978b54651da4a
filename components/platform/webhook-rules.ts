import * as aws from "@pulumi/aws";
import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { ClusterRef } from "../contract/cluster-ref.ts";

/**
 * The ports that this program has opened from each cluster's control plane to its nodes.
 *
 * AWS refuses a second rule with the same group, protocol, ports and peer (EC2 API, `InvalidPermission.Duplicate`). Two
 * namespaces often have one port, for example 9443. So a port has one pair of rules for all namespaces of a cluster. It
 * belongs to no namespace, so its URN stays the same if another namespace comes first or one is removed.
 */
const openPorts = new WeakMap<k8s.Provider, Map<number, readonly pulumi.Resource[]>>();

/**
 * Lets the control plane reach webhooks and aggregated APIs on nodes and pods: egress from its security group, and
 * ingress to that of the nodes. `cluster.webhookPorts` are open already, for example by the stack of the cluster.
 *
 * @returns the rules for these ports; none if the cluster's security groups aren't known
 */
export function openWebhookPorts(
  cluster: ClusterRef,
  ports: readonly number[],
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const { nodeSecurityGroupId, controlPlaneSecurityGroupId, webhookPorts = [] } = cluster;
  if (nodeSecurityGroupId === undefined || controlPlaneSecurityGroupId === undefined) {
    return [];
  }
  const groups = { nodes: nodeSecurityGroupId, controlPlane: controlPlaneSecurityGroupId };
  const open = openPorts.get(cluster.provider) ?? new Map<number, readonly pulumi.Resource[]>();
  openPorts.set(cluster.provider, open);
  return [...new Set(ports)]
    .filter((port) => !webhookPorts.includes(port))
    .flatMap((port) => {
      const rules =
        open.get(port) ?? createRules(`${cluster.clusterName}-webhook-${port}`, { groups, port }, opts);
      open.set(port, rules);
      return rules;
    });
}

/** The ports that `openWebhookPorts` has opened in this program, for other stacks' `webhookPorts`. */
export function openedWebhookPorts({ provider }: Pick<ClusterRef, "provider">): number[] {
  return [...(openPorts.get(provider)?.keys() ?? [])].sort((a, b) => a - b);
}

interface RulesArgs {
  readonly groups: { readonly nodes: pulumi.Input<string>; readonly controlPlane: pulumi.Input<string> };
  readonly port: number;
}

function createRules(
  name: string,
  { groups: { nodes, controlPlane }, port }: RulesArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const rule = { ipProtocol: "tcp", fromPort: port, toPort: port };
  return [
    new aws.vpc.SecurityGroupEgressRule(
      `${name}-to-nodes`,
      {
        ...rule,
        securityGroupId: controlPlane,
        referencedSecurityGroupId: nodes,
        description: `API server to webhooks of platform software on port ${port}`,
      },
      opts,
    ),
    new aws.vpc.SecurityGroupIngressRule(
      `${name}-from-control-plane`,
      {
        ...rule,
        securityGroupId: nodes,
        referencedSecurityGroupId: controlPlane,
        description: `API server to webhooks of platform software on port ${port}`,
      },
      opts,
    ),
  ];
}
