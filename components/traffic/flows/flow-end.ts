import type { CidrPeer } from "../../contract/flow.ts";
import { isCidr, type Pods } from "./declared-flow.ts";
import { hasPorts, type PortRange, portKey } from "./port-range.ts";

/** One end of a flow, which the namespace at this end opens. */
export interface FlowEnd extends PortRange {
  readonly direction: "ingress" | "egress";
  /** The workload of the own namespace. @default - all its pods */
  readonly workload?: string;
  readonly peer: Pods | CidrPeer;
}

/** The ends that namespaces open, each once. */
export class EndSet {
  readonly #ends: Map<string, Map<string, FlowEnd>>;

  constructor(namespaces: Iterable<string>) {
    this.#ends = new Map(Array.from(namespaces, (name) => [name, new Map()]));
  }

  /** Does nothing for a namespace that isn't in the set. */
  add({ namespace, workload }: Pods, end: Omit<FlowEnd, "workload">): void {
    const whole = workload === undefined ? end : { ...end, workload };
    this.#ends.get(namespace)?.set(endKey(whole), whole);
  }

  /** The ends by namespace, sorted, without those that a wider end contains. */
  toMap(): Map<string, readonly FlowEnd[]> {
    return new Map(
      Array.from(this.#ends, ([namespace, ends]) => {
        const ranges = Map.groupBy(
          [...ends.values()].filter(({ endPort }) => endPort !== undefined),
          pairKey,
        );
        const isInRange = (end: FlowEnd) =>
          ranges.size > 0 &&
          [end, ...wider(end)].some((wide) =>
            ranges.get(pairKey(wide))?.some((range) => range !== end && hasPorts(range, end)),
          );
        return [
          namespace,
          [...ends]
            .filter(([, end]) => !wider(end).some((wide) => ends.has(endKey(wide))) && !isInRange(end))
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([, end]) => end),
        ];
      }),
    );
  }
}

/** One text for each peer: `payments/api`, `payments/*` for the whole namespace, `10.20.0.0/24`. */
export function peerKey(peer: Pods | CidrPeer): string {
  return isCidr(peer) ? peer.cidr : `${peer.namespace}/${peer.workload ?? "*"}`;
}

function endKey(end: FlowEnd): string {
  return `${pairKey(end)} ${portKey(end)}`;
}

/** Equal for ends that differ only in their ports. */
function pairKey({ direction, workload, peer }: FlowEnd): string {
  return `${direction} ${workload ?? "*"} ${peerKey(peer)}`;
}

/** The wider ends with the same ports: they name no workload where this end names one. */
function wider({ workload, ...end }: FlowEnd): FlowEnd[] {
  const { peer } = end;
  const peers = isCidr(peer) || peer.workload === undefined ? [peer] : [peer, { namespace: peer.namespace }];
  const ofNamespace = workload === undefined ? [] : peers.map((one) => ({ ...end, peer: one }));
  const ofWiderPeers = peers
    .slice(1)
    .map((one) => ({ ...end, ...(workload !== undefined && { workload }), peer: one }));
  return [...ofNamespace, ...ofWiderPeers];
}
