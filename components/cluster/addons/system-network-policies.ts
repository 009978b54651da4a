import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { EgressMode } from "../../contract/network-ref.ts";
import { platformMetadata } from "../../contract/platform-metadata.ts";
import { apiServiceAddress } from "../../contract/service-cidr.ts";
import { nthAddress } from "../../shared/ipv4.ts";

export interface SystemPoliciesArgs {
  readonly vpcCidr: string;
  readonly serviceCidr: string;
  readonly egress: EgressMode;
}

/** A policy of kube-system, as the API has it. */
export interface SystemPolicy {
  readonly name: string;
  readonly spec: {
    podSelector: { matchLabels?: Record<string, string> };
    policyTypes: string[];
    /** Absent where nothing is let in: the API server drops empty lists. */
    ingress?: Peer<"from">[];
    egress?: Peer<"to">[];
  };
}

type Block = { ipBlock: { cidr: string } };
type Pods = { podSelector: { matchLabels: Record<string, string> } };
type Port = { protocol: "TCP" | "UDP"; port: number };
type Peer<Side extends "from" | "to"> = Record<Side, (Block | Pods)[]> & { ports: Port[] };

const dnsPods = { "k8s-app": "kube-dns" };
const dnsPorts: Port[] = [
  { protocol: "UDP", port: 53 },
  { protocol: "TCP", port: 53 },
];

/**
 * What kube-system's pods may do. In strict mode the VPC CNI cuts off every pod that no policy names, so
 * these stand before it is switched on. Pods on the host network (aws-node, kube-proxy, Pod Identity agent)
 * are beyond NetworkPolicy, and probes come from a pod's own node, which always gets through.
 *
 * The agent judges egress before a Service's address is translated, so the API server is its Service's
 * address here, which doesn't change (uds-core#821).
 */
export function systemPolicies({ vpcCidr, serviceCidr, egress }: SystemPoliciesArgs): SystemPolicy[] {
  const api: Peer<"to"> = to([block(`${apiServiceAddress(serviceCidr)}/32`)], tcp(443));
  const podIdentity: Peer<"to"> = to([block("169.254.170.23/32")], tcp(80));
  const dns: Peer<"to"> = to([{ podSelector: { matchLabels: dnsPods } }], ...dnsPorts);
  return [
    policy("default-deny", {}, [], []),
    policy(
      "coredns",
      dnsPods,
      // Pods and nodes alike. One range, since a selector of all pods would list each of their addresses.
      [from([block(vpcCidr)], ...dnsPorts)],
      [api, to([block(`${nthAddress(vpcCidr, 2)}/32`), block("169.254.169.253/32")], ...dnsPorts)],
    ),
    policy(
      "metrics-server",
      { "app.kubernetes.io/name": "metrics-server" },
      // The API server aggregates it, from the control plane's network interfaces.
      [from([block(vpcCidr)], tcp(10251))],
      [api, to([block(vpcCidr)], tcp(10250))],
    ),
    policy(
      "ebs-csi-controller",
      { app: "ebs-csi-controller" },
      [],
      // EC2's API: an endpoint inside the VPC, or else public addresses that no list names.
      [api, dns, podIdentity, to([block(egress === "none" ? vpcCidr : "0.0.0.0/0")], tcp(443))],
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
  labels: Record<string, string>,
  ingress: Peer<"from">[],
  egress: Peer<"to">[],
): SystemPolicy {
  return {
    name,
    spec: {
      podSelector: Object.keys(labels).length === 0 ? {} : { matchLabels: labels },
      policyTypes: ["Ingress", "Egress"],
      ...(ingress.length > 0 && { ingress }),
      ...(egress.length > 0 && { egress }),
    },
  };
}

function from(peers: (Block | Pods)[], ...ports: Port[]): Peer<"from"> {
  return { from: peers, ports };
}

function to(peers: (Block | Pods)[], ...ports: Port[]): Peer<"to"> {
  return { to: peers, ports };
}

function block(cidr: string): Block {
  return { ipBlock: { cidr } };
}

function tcp(port: number): Port {
  return { protocol: "TCP", port };
}
