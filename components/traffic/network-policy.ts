import { type CidrPeer, type Protocol, workloadLabel } from "../contract/flow.ts";
import { contains } from "../shared/ipv4.ts";
import { isCidr, type Pods } from "./declared-flow.ts";
import { type FlowEnd, peerKey } from "./flow-end.ts";

/** `spec` of a NetworkPolicy, as far as flows need it, with arrays as Pulumi's inputs want them. */
export interface NetworkPolicySpec {
  readonly podSelector: LabelSelector;
  readonly policyTypes: ("Ingress" | "Egress")[];
  readonly ingress?: { readonly from: PolicyPeer[]; readonly ports: PolicyPort[] }[];
  readonly egress?: { readonly to: PolicyPeer[]; readonly ports: PolicyPort[] }[];
}

export interface LabelSelector {
  readonly matchLabels?: Record<string, string>;
}

export type PolicyPeer =
  | { readonly namespaceSelector: LabelSelector; readonly podSelector?: LabelSelector }
  | { readonly ipBlock: { readonly cidr: string; readonly except?: string[] } };

export interface PolicyPort {
  readonly protocol: Protocol;
  readonly port: number;
}

/** A NetworkPolicy by its name in the namespace. */
export interface NamedPolicy {
  readonly name: string;
  readonly spec: NetworkPolicySpec;
}

interface Rule {
  readonly peers: PolicyPeer[];
  readonly ports: PolicyPort[];
}

/** Nothing in, nothing out, for every pod of the namespace. */
export const defaultDeny: NamedPolicy = {
  name: "default-deny",
  spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
};

/**
 * The cluster's DNS, over UDP and TCP (answers above 512 bytes). One peer with both selectors: two peers would
 * mean all pods of kube-system, or such pods anywhere. The VPC CNI opens a Service's address only if the
 * Service's own selector satisfies the peer's: `kube-dns` selects by exactly this label.
 */
const dns: Rule = {
  peers: [
    {
      namespaceSelector: namespaceNamed("kube-system"),
      podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
    },
  ],
  ports: [
    { protocol: "UDP", port: 53 },
    { protocol: "TCP", port: 53 },
  ],
};

/**
 * The NetworkPolicies of a namespace: `default-deny`, `allow` with DNS and what all pods may, and
 * `allow-<workload>` for each workload that may more.
 *
 * Ports are those that the receiving pods listen on. A Service may have another: the VPC CNI looks up which of
 * the Service's ports lead there.
 *
 * @param ends - no end contained in another, as `foldFlows` gives them
 * @param carvedOut - ranges that a wider range among the peers leaves out: `carvedOut`
 */
export function networkPolicies(ends: readonly FlowEnd[], carvedOut: readonly string[]): NamedPolicy[] {
  const byWorkload = Map.groupBy(ends, ({ workload }) => workload);
  const narrow = [...byWorkload]
    .flatMap(([workload, own]) => (workload === undefined ? [] : [[workload, own] as const]))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    defaultDeny,
    { name: "allow", spec: allow({}, byWorkload.get(undefined) ?? [], [dns], carvedOut) },
    ...narrow.map(([workload, own]) => ({
      name: `allow-${workload}`,
      spec: allow(workloadNamed(workload), own, [], carvedOut),
    })),
  ];
}

/** Both policy types even where one has no rule, so that this object alone denies as well. */
function allow(
  podSelector: LabelSelector,
  ends: readonly FlowEnd[],
  also: readonly Rule[],
  carvedOut: readonly string[],
): NetworkPolicySpec {
  const toward = (wanted: FlowEnd["direction"]) => ends.filter(({ direction }) => direction === wanted);
  const ingress = rules(toward("ingress"), carvedOut);
  const egress = [...also, ...rules(toward("egress"), carvedOut)];
  return {
    podSelector,
    policyTypes: ["Ingress", "Egress"],
    ...(ingress.length === 0 ? {} : { ingress: ingress.map(({ peers, ports }) => ({ from: peers, ports })) }),
    ...(egress.length === 0 ? {} : { egress: egress.map(({ peers, ports }) => ({ to: peers, ports })) }),
  };
}

/** One rule for all peers with the same ports. */
function rules(ends: readonly FlowEnd[], carvedOut: readonly string[]): Rule[] {
  const peers = [...Map.groupBy(ends, ({ peer }) => peerKey(peer))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, own]) =>
      own[0] === undefined ? [] : [{ peer: toPeer(own[0].peer, carvedOut), ports: toPorts(own) }],
    );
  return [...Map.groupBy(peers, ({ ports }) => JSON.stringify(ports)).values()].flatMap((same) =>
    same[0] === undefined ? [] : [{ peers: same.map(({ peer }) => peer), ports: same[0].ports }],
  );
}

function toPorts(ends: readonly FlowEnd[]): PolicyPort[] {
  return ends
    .map(({ protocol, port }) => ({ protocol, port }))
    .sort((a, b) => a.port - b.port || (a.protocol < b.protocol ? -1 : 1));
}

/** A namespace is always named, one's own too: no selector of a peer is ever empty. */
function toPeer(peer: Pods | CidrPeer, carvedOut: readonly string[]): PolicyPeer {
  if (isCidr(peer)) {
    const except = carvedOut.filter((range) => range !== peer.cidr && contains(peer.cidr, range));
    return { ipBlock: except.length === 0 ? { cidr: peer.cidr } : { cidr: peer.cidr, except } };
  }
  const namespaceSelector = namespaceNamed(peer.namespace);
  return peer.workload === undefined
    ? { namespaceSelector }
    : { namespaceSelector, podSelector: workloadNamed(peer.workload) };
}

/** By the label that the API server itself sets and keeps. */
function namespaceNamed(name: string): LabelSelector {
  return { matchLabels: { "kubernetes.io/metadata.name": name } };
}

function workloadNamed(name: string): LabelSelector {
  return { matchLabels: { [workloadLabel]: name } };
}
