import type { CidrPeer, Protocol } from "../../contract/flow.ts";
import { isCidr, type Pods } from "./declared-flow.ts";

/** One end of a flow, which the namespace at this end opens. */
export interface FlowEnd {
  readonly direction: "ingress" | "egress";
  /** The workload of the own namespace. @default - all its pods */
  readonly workload?: string;
  readonly peer: Pods | CidrPeer;
  readonly port: number;
  readonly protocol: Protocol;
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
      Array.from(this.#ends, ([namespace, ends]) => [
        namespace,
        [...ends]
          .filter(([, end]) => !widerKeys(end).some((key) => ends.has(key)))
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([, end]) => end),
      ]),
    );
  }
}

/** One text for each peer: `payments/api`, `payments/*` for the whole namespace, `10.20.0.0/24`. */
export function peerKey(peer: Pods | CidrPeer): string {
  return isCidr(peer) ? peer.cidr : `${peer.namespace}/${peer.workload ?? "*"}`;
}

function endKey({ direction, workload, peer, port, protocol }: FlowEnd): string {
  return `${direction} ${workload ?? "*"} ${peerKey(peer)} ${protocol} ${port}`;
}

/** The keys of wider ends: they name no workload where this end names one. */
function widerKeys({ workload, ...end }: FlowEnd): string[] {
  const { peer } = end;
  const peers = isCidr(peer) || peer.workload === undefined ? [peer] : [peer, { namespace: peer.namespace }];
  const namespaceKeys = peers.map((one) => endKey({ ...end, peer: one }));
  const workloadKeys =
    workload === undefined ? [] : peers.map((one) => endKey({ ...end, peer: one, workload }));
  const self = endKey(workload === undefined ? end : { ...end, workload });
  return [...namespaceKeys, ...workloadKeys].filter((key) => key !== self);
}
