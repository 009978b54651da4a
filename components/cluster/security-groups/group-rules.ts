import type * as pulumi from "@pulumi/pulumi";
import type { NodeRule } from "../../contract/cluster-ref.ts";
import { loadBalancerPorts } from "../../contract/exposure.ts";
import type { NetworkRef } from "../../contract/network-ref.ts";
import type { ApiAccess, ConnectedNetwork } from "./api-access.ts";

/** One of the two security groups of a cluster. */
export type Group = "control-plane" | "nodes";

/** One rule of one of the cluster's two security groups. */
export interface GroupRule {
  readonly name: string;
  readonly group: Group;
  readonly direction: "ingress" | "egress";
  readonly peer:
    | { readonly group: Group }
    | { readonly securityGroup: pulumi.Input<string> }
    | { readonly cidr: string }
    | { readonly prefixList: pulumi.Input<string> };
  /** One TCP port. @default - all protocols and ports */
  readonly port?: number;
  /** The last port of a range that begins with `port`. @default - `port` */
  readonly toPort?: number;
  readonly reason: string;
}

type RuledNetwork = Required<Pick<NetworkRef, "cidr" | "additionalCidrs" | "egress" | "s3PrefixListId">> & {
  /** The prefix list of DynamoDB, if the VPC has its gateway endpoint. */
  readonly dynamoDbPrefixListId?: pulumi.Input<string>;
};

export interface GroupRulesArgs {
  /** The ranges of load balancers' subnets. */
  readonly loadBalancerCidrs: readonly string[];
  readonly network: RuledNetwork;
  readonly apiAccess: readonly ApiAccess[];
  readonly connectedNetworks: readonly ConnectedNetwork[];
}

/** The ports of nodes and pods that the control plane reaches: kubelets, and metrics-server. */
export const controlPlanePorts: readonly number[] = [10250, 10251];

/**
 * All traffic that may pass between control plane, nodes and other peers. CIS EKS 5.4.1, NSA-NET-08, NSA-NET-12.
 *
 * No rule is about DNS, time or instance metadata: security groups don't filter traffic to Amazon's own addresses
 * (EC2 user guide, "Security groups for your EC2 instances").
 */
export function groupRules({
  network,
  apiAccess,
  connectedNetworks,
  loadBalancerCidrs,
}: GroupRulesArgs): GroupRule[] {
  return [
    {
      name: "control-plane-from-nodes",
      group: "control-plane",
      direction: "ingress",
      peer: { group: "nodes" },
      port: 443,
      reason: "Nodes and pods to the API server",
    },
    ...apiAccess.map(apiRule),
    ...controlPlaneToNodes(10250, "kubelet", "API server to kubelets: logs, exec, port-forward"),
    // The add-on's port; 10250 is the kubelet's own (containers-roadmap#2589).
    ...controlPlaneToNodes(10251, "metrics-server", "API server to metrics-server, an aggregated API"),
    {
      name: "nodes-from-nodes",
      group: "nodes",
      direction: "ingress",
      peer: { group: "nodes" },
      reason: "Pod to pod: which pods may talk is NetworkPolicy's to say",
    },
    {
      name: "nodes-to-nodes",
      group: "nodes",
      direction: "egress",
      peer: { group: "nodes" },
      reason: "Pod to pod",
    },
    {
      name: "nodes-to-control-plane",
      group: "nodes",
      direction: "egress",
      peer: { group: "control-plane" },
      port: 443,
      reason: "Nodes and pods to the API server",
    },
    ...loadBalancerCidrs.flatMap(fromLoadBalancers),
    ...nodeEgress(network),
    ...connectedNetworks.map(
      ({ cidr, reason }): GroupRule => ({
        name: `nodes-to-${dashed(cidr)}`,
        group: "nodes",
        direction: "egress",
        peer: { cidr },
        reason,
      }),
    ),
  ];
}

/** The rules of the nodes' group, in the form that a reference to the cluster has. */
export function nodeRules(rules: readonly GroupRule[]): NodeRule[] {
  return rules
    .filter(({ group }) => group === "nodes")
    .map(({ direction, peer, port, toPort }) => ({
      direction,
      peer: "cidr" in peer ? peer.cidr : "group" in peer ? peer.group : "prefix-list",
      ...(port !== undefined && { port }),
      ...(toPort !== undefined && { toPort }),
    }));
}

function apiRule(access: ApiAccess, index: number): GroupRule {
  const { reason } = access;
  const rule = { group: "control-plane", direction: "ingress", port: 443, reason } as const;
  return "cidr" in access
    ? { ...rule, name: `api-from-${dashed(access.cidr)}`, peer: { cidr: access.cidr } }
    : { ...rule, name: `api-from-group-${index}`, peer: { securityGroup: access.securityGroup } };
}

/** Which pods they reach is for NetworkPolicies to decide. No NetworkPolicy applies to kubelets and node ports. */
function fromLoadBalancers(cidr: string): GroupRule[] {
  return loadBalancerPorts.map(([port, toPort]) => ({
    name: `nodes-from-load-balancers-${dashed(cidr)}-${port}`,
    group: "nodes",
    direction: "ingress",
    peer: { cidr },
    port,
    toPort,
    reason: "Load balancers and their health checks to pods",
  }));
}

/** Resource names have dashes only: `10-1-0-0-24` for `10.1.0.0/24`. */
function dashed(cidr: string): string {
  return cidr.replaceAll(/[./]/g, "-");
}

function controlPlaneToNodes(port: number, what: string, reason: string): GroupRule[] {
  return [
    {
      name: `control-plane-to-${what}`,
      group: "control-plane",
      direction: "egress",
      peer: { group: "nodes" },
      port,
      reason,
    },
    {
      name: `${what}-from-control-plane`,
      group: "nodes",
      direction: "ingress",
      peer: { group: "control-plane" },
      port,
      reason,
    },
  ];
}

/** With NAT, AWS's APIs and registries have public addresses that no list names. Port 443 is open to all addresses. */
function nodeEgress(network: RuledNetwork): GroupRule[] {
  const { egress, cidr, additionalCidrs, s3PrefixListId, dynamoDbPrefixListId } = network;
  const rule = { group: "nodes", direction: "egress", port: 443 } as const;
  if (egress === "nat") {
    const reason = "AWS APIs and registries over NAT";
    return [{ ...rule, name: "nodes-to-anywhere", peer: { cidr: "0.0.0.0/0" }, reason }];
  }
  const toEndpoints = { ...rule, reason: "VPC endpoints of AWS APIs" };
  return [
    { ...toEndpoints, name: "nodes-to-endpoints", peer: { cidr } },
    ...additionalCidrs.map((range) => ({
      ...toEndpoints,
      name: `nodes-to-endpoints-${dashed(range)}`,
      peer: { cidr: range },
    })),
    {
      ...rule,
      name: "nodes-to-s3",
      peer: { prefixList: s3PrefixListId },
      reason: "Image layers, by the gateway endpoint of S3",
    },
    ...(dynamoDbPrefixListId === undefined
      ? []
      : [
          {
            ...rule,
            name: "nodes-to-dynamodb",
            peer: { prefixList: dynamoDbPrefixListId },
            reason: "DynamoDB, by its gateway endpoint",
          },
        ]),
  ];
}
