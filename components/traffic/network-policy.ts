import { type CidrPeer, workloadLabel } from "../contract/flow.ts";
import { contains } from "../shared/ipv4.ts";
import {
  defaultDeny,
  type LabelSelector,
  type NamedPolicy,
  type NetworkPolicySpec,
  networkPolicySpec,
  type PolicyPeer,
  type PolicyPort,
  type PolicyRule,
} from "../shared/kubernetes/network-policy-spec.ts";
import { isCidr, type Pods } from "./flows/declared-flow.ts";
import { type FlowEnd, peerKey } from "./flows/flow-end.ts";
import { clusterDns } from "./peers/dns-peer.ts";

export type { NamedPolicy };

/**
 * The labels that select a workload's pods, by `namespace/workload`. The label
 * `app.kubernetes.io/name` selects pods of all other workloads.
 */
export type PodLabels = ReadonlyMap<string, Readonly<Record<string, string>>>;

/** The namespace that policies are for. */
export interface PolicyScope {
  readonly namespace: string;
  readonly labels: PodLabels;
}

const noScope: PolicyScope = { namespace: "", labels: new Map() };

/**
 * The NetworkPolicies of a namespace: `default-deny`, `allow` with DNS and the flows of all pods, and
 * `allow-<workload>` for each workload with more flows.
 *
 * Ports are those that the receiving pods listen on. A Service may have another port: the VPC CNI looks up which of
 * the Service's ports lead to the pods.
 *
 * @param ends - the result of `foldFlows`: no end contains another
 * @param carvedOut - ranges that a wider range among the peers must exclude: the result of `carvedOut`
 * @param scope - the labels of workloads that aren't selected by `app.kubernetes.io/name`
 */
export function networkPolicies(
  ends: readonly FlowEnd[],
  carvedOut: readonly string[],
  { namespace, labels }: PolicyScope = noScope,
): NamedPolicy[] {
  const byWorkload = Map.groupBy(ends, ({ workload }) => workload);
  const workloadEnds = [...byWorkload]
    .flatMap(([workload, group]) => (workload === undefined ? [] : [[workload, group] as const]))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    defaultDeny,
    { name: "allow", spec: allow({}, byWorkload.get(undefined) ?? [], [clusterDns], { carvedOut, labels }) },
    ...workloadEnds.map(([workload, group]) => ({
      name: `allow-${workload}`,
      spec: allow(selectorOf({ namespace, workload }, labels), group, [], { carvedOut, labels }),
    })),
  ];
}

/** What decides how a peer is written. */
interface PeerForm {
  readonly carvedOut: readonly string[];
  readonly labels: PodLabels;
}

function allow(
  podSelector: LabelSelector,
  ends: readonly FlowEnd[],
  platformRules: readonly PolicyRule[],
  form: PeerForm,
): NetworkPolicySpec {
  const endsOf = (wanted: FlowEnd["direction"]) => ends.filter(({ direction }) => direction === wanted);
  const ingress = rules(endsOf("ingress"), form);
  const egress = [...platformRules, ...rules(endsOf("egress"), form)];
  return networkPolicySpec(podSelector, ingress, egress);
}

/** One rule for all peers with the same ports. */
function rules(ends: readonly FlowEnd[], form: PeerForm): PolicyRule[] {
  const peers = [...Map.groupBy(ends, ({ peer }) => peerKey(peer))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, group]) =>
      group[0] === undefined ? [] : [{ peer: toPeer(group[0].peer, form), ports: toPorts(group) }],
    );
  return [...Map.groupBy(peers, ({ ports }) => JSON.stringify(ports)).values()].flatMap((same) =>
    same[0] === undefined ? [] : [{ peers: same.map(({ peer }) => peer), ports: same[0].ports }],
  );
}

function toPorts(ends: readonly FlowEnd[]): PolicyPort[] {
  return ends
    .map(({ protocol, port, endPort }) => ({ protocol, port, ...(endPort !== undefined && { endPort }) }))
    .sort(
      (a, b) =>
        a.port - b.port ||
        (a.endPort ?? a.port) - (b.endPort ?? b.port) ||
        (a.protocol < b.protocol ? -1 : 1),
    );
}

/** The namespace is always named, the policy's own too, so that no selector of a peer is empty. */
function toPeer(peer: Pods | CidrPeer, { carvedOut, labels }: PeerForm): PolicyPeer {
  if (isCidr(peer)) {
    const except = carvedOut.filter((range) => range !== peer.cidr && contains(peer.cidr, range));
    return { ipBlock: except.length === 0 ? { cidr: peer.cidr } : { cidr: peer.cidr, except } };
  }
  const namespaceSelector = namespaceNamed(peer.namespace);
  return peer.workload === undefined
    ? { namespaceSelector }
    : { namespaceSelector, podSelector: selectorOf({ ...peer, workload: peer.workload }, labels) };
}

/** Selects by the label that the API server itself sets and keeps. */
function namespaceNamed(name: string): LabelSelector {
  return { matchLabels: { "kubernetes.io/metadata.name": name } };
}

function selectorOf({ namespace, workload }: Required<Pods>, labels: PodLabels): LabelSelector {
  return { matchLabels: { ...(labels.get(`${namespace}/${workload}`) ?? { [workloadLabel]: workload }) } };
}
