import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { EgressMode } from "../../contract/network-ref.ts";
import { platformMetadata } from "../../contract/platform-metadata.ts";
import { apiServiceAddress } from "../../contract/service-cidr.ts";
import { nthAddress } from "../../shared/ipv4.ts";
import {
  defaultDeny,
  dnsLabels,
  dnsPorts,
  type NamedPolicy,
  networkPolicySpec,
  type PolicyPeer,
  type PolicyPort,
  type PolicyRule,
} from "../../shared/kubernetes/network-policy-spec.ts";

export interface SystemPoliciesArgs {
  /** The primary range of the VPC, with its resolver. */
  readonly vpcCidr: string;
  /** Further ranges of the VPC, in which nodes and pods can be. @default - none */
  readonly additionalCidrs?: readonly string[];
  /** The ranges of the control plane's subnets. @default - the VPC's ranges */
  readonly controlPlaneCidrs?: readonly string[];
  readonly serviceCidr: string;
  readonly egress: EgressMode;
}

const dnsPeer: PolicyPeer = { podSelector: { matchLabels: dnsLabels } };

/**
 * The network policies of kube-system. In strict mode the VPC CNI blocks every pod that no policy selects, so these
 * must exist before the CNI starts.
 *
 * NetworkPolicy doesn't affect pods on the host network (aws-node, kube-proxy, Pod Identity agent). Probes come from a
 * pod's own node, whose traffic is always allowed.
 *
 * The CNI's agent evaluates egress before the translation of a Service's address. The rules therefore name the API
 * server by its Service's address, which doesn't change (uds-core#821).
 */
export function systemPolicies(args: SystemPoliciesArgs): NamedPolicy[] {
  const { vpcCidr, additionalCidrs = [], controlPlaneCidrs, serviceCidr, egress } = args;
  const ranges = [...new Set([vpcCidr, ...additionalCidrs])];
  const vpc = ranges.map(block);
  const api = rule([block(`${apiServiceAddress(serviceCidr)}/32`)], tcp(443));
  const podIdentity = rule([block("169.254.170.23/32")], tcp(80));
  const dns = rule([dnsPeer], ...dnsPorts);
  const resolvers = [block(`${nthAddress(vpcCidr, 2)}/32`), block("169.254.169.253/32")];
  return [
    defaultDeny,
    policy(
      "coredns",
      dnsLabels,
      // Pods and nodes. Their ranges, because a selector of all pods would list each of their addresses.
      [rule(vpc, ...dnsPorts)],
      [api, rule(resolvers, ...dnsPorts)],
    ),
    policy(
      "metrics-server",
      { "app.kubernetes.io/name": "metrics-server" },
      // The API server calls this aggregated API from the control plane's network interfaces.
      [rule((controlPlaneCidrs ?? ranges).map(block), tcp(10251))],
      [api, rule(vpc, tcp(10250))],
    ),
    policy(
      "ebs-csi-controller",
      { app: "ebs-csi-controller" },
      [],
      // EC2's API: an endpoint inside the VPC, or public addresses that no list names.
      [api, dns, podIdentity, rule(egress === "none" ? vpc : [block("0.0.0.0/0")], tcp(443))],
    ),
    policy("ebs-csi-node", { app: "ebs-csi-node" }, [], [api]),
  ];
}

/** Applies the policies of kube-system. */
export function createSystemPolicies(
  name: string,
  args: SystemPoliciesArgs,
  opts: pulumi.CustomResourceOptions,
): k8s.networking.v1.NetworkPolicy[] {
  return systemPolicies(args).map(
    (item) =>
      new k8s.networking.v1.NetworkPolicy(
        `${name}-kube-system-${item.name}`,
        {
          metadata: platformMetadata({ name: item.name, namespace: "kube-system" }),
          spec: item.spec,
        },
        opts,
      ),
  );
}

function policy(
  name: string,
  matchLabels: Record<string, string>,
  ingress: readonly PolicyRule[],
  egress: readonly PolicyRule[],
): NamedPolicy {
  return { name, spec: networkPolicySpec({ matchLabels }, ingress, egress) };
}

function rule(peers: PolicyPeer[], ...ports: PolicyPort[]): PolicyRule {
  return { peers, ports };
}

function block(cidr: string): PolicyPeer {
  return { ipBlock: { cidr } };
}

function tcp(port: number): PolicyPort {
  return { protocol: "TCP", port };
}
