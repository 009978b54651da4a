import type { Connection } from "../document.ts";
import { type AddressEnd, addressTraffic } from "./address-traffic.ts";
import { formatBlock } from "./addresses.ts";
import type { KubernetesObject } from "./kubernetes-objects.ts";
import { selects } from "./label-selectors.ts";
import {
  type Direction,
  type Grant,
  includes,
  type Peer,
  type Policy,
  readPolicies,
} from "./network-policy-objects.ts";
import { type Pod, type Pods, podsOf } from "./planned-pods.ts";
import { anyPort, formatPort, intersectPorts, type Ports } from "./ports.ts";

/**
 * How many pairs of pods that reach each other on one port, by address alone, get a row each. Above it, each end gets
 * one with `any pod`: pairs grow with the square of the pods, and nobody reads them.
 */
const mostPairs = 10_000;

/**
 * Which traffic passes, computed from the NetworkPolicy objects with Kubernetes' own meaning: a pod that no
 * policy selects for a direction is open in it; policies add up; both ends must let a connection through.
 *
 * A plan has no pods, so each set of labels that a policy names stands for the pods that have it, beside one
 * pod without any label. `podRanges` are the addresses that pods have, as `10.64.0.0/16`. What Kubernetes leaves to the network plugin isn't in it: a pod reaches its own node.
 */
export function connectivity(
  objects: readonly KubernetesObject[],
  podRanges: readonly string[],
): Connection[] {
  const policies = readPolicies(objects);
  const pods = podsOf(objects, policies);
  const rows = new Rows();
  const sides = sidesOf(pods, policies);
  for (const side of sides.values()) {
    addOpenEnds(rows, side, "egress");
    addOpenEnds(rows, side, "ingress");
    addNamed("egress", side);
    addNamed("ingress", side);
  }
  addByAddress();
  return rows.collapsed(pods);

  /** What passes between pods where neither end names the other, but both name addresses that pods have. */
  function addByAddress(): void {
    const ends = (direction: Direction) =>
      [...sides.values()]
        .map((side) => addressPorts(side, direction))
        .filter(({ ports }) => ports.length > 0);
    for (const { callers, receivers, ports } of addressTraffic(ends("egress"), ends("ingress"))) {
      if (callers.length * receivers.length > mostPairs) {
        for (const { name } of callers) {
          rows.add("egress", name, "any pod", ports);
        }
        for (const { name } of receivers) {
          rows.add("ingress", name, "any pod", ports);
        }
        continue;
      }
      for (const from of callers) {
        for (const to of receivers) {
          if (from !== to) {
            rows.add("egress", from.name, to.name, ports);
          }
        }
      }
    }
  }

  function addressPorts({ pod, grants }: Side, direction: Direction): AddressEnd {
    const own = (grants[direction] ?? []).filter(
      ({ peer }) => peer.kind === "addresses" && includes(peer, pod, podRanges),
    );
    return { pod, ports: own.flatMap(({ ports }) => ports) };
  }

  /** What one end grants to pods that it names, and the other end lets through as well. */
  function addNamed(direction: Direction, { pod, grants }: Side): void {
    const back = direction === "egress" ? "ingress" : "egress";
    for (const { peer, ports } of grants[direction] ?? []) {
      for (const other of pods.named(peer)) {
        const granted = sides.get(other)?.grants[back];
        const passing = granted?.flatMap((grant) =>
          includes(grant.peer, pod, podRanges) ? grant.ports : [],
        );
        rows.add(direction, pod.name, other.name, intersectPorts(ports, passing ?? anyPort));
      }
    }
  }
}

/** A pod with what policies grant it; undefined where it is open. */
interface Side {
  readonly pod: Pod;
  readonly grants: Readonly<Record<Direction, readonly Grant[] | undefined>>;
}

function sidesOf(pods: Pods, policies: readonly Policy[]): Map<Pod, Side> {
  const byNamespace = Map.groupBy(policies, ({ namespace }) => namespace);
  return new Map(
    pods.all.map((pod) => {
      const selecting = (byNamespace.get(pod.namespace) ?? []).filter((policy) =>
        selects(policy.podSelector, pod.labels),
      );
      const granted = (direction: Direction) => {
        const lists = selecting.flatMap(({ grants }) =>
          grants[direction] === undefined ? [] : [grants[direction]],
        );
        return lists.length === 0 ? undefined : lists.flat();
      };
      return [pod, { pod, grants: { ingress: granted("ingress"), egress: granted("egress") } }];
    }),
  );
}

/** What one end lets through without naming pods of the plan: everyone, any pod, or addresses. */
function addOpenEnds(rows: Rows, { pod, grants }: Side, direction: Direction): void {
  const open: readonly Grant[] = pod.isPlanned ? [{ peer: { kind: "anyone" }, ports: anyPort }] : [];
  for (const { peer, ports } of grants[direction] ?? open) {
    const other = nameOf(peer);
    if (other !== undefined) {
      rows.add(direction, pod.name, other, ports);
    }
  }
}

function nameOf(peer: Peer): string | undefined {
  return peer.kind === "pods" ? undefined : peer.kind === "addresses" ? formatBlock(peer) : peer.kind;
}

/** Rows, each once, that know how to say the same with fewer. */
class Rows {
  readonly #rows = new Map<string, Connection>();

  add(direction: Direction, one: string, other: string, ports: readonly Ports[]): void {
    const [from, to] = direction === "egress" ? [one, other] : [other, one];
    for (const entry of ports) {
      this.#put({ from, to, protocol: entry.protocol, port: formatPort(entry) });
    }
  }

  #put(row: Connection): void {
    this.#rows.set([row.from, row.to, row.protocol, row.port].join("\n"), row);
  }

  /** With one row for a whole namespace where all its pods have the same one. */
  collapsed(pods: Pods): Connection[] {
    const byFrom = collapse([...this.#rows.values()], "from", pods);
    const rows = collapse(byFrom, "to", pods);
    return rows.sort(
      (a, b) =>
        compare(a.from, b.from) ||
        compare(a.to, b.to) ||
        compare(a.protocol, b.protocol) ||
        compare(String(a.port), String(b.port)),
    );
  }
}

function collapse(rows: readonly Connection[], end: "from" | "to", pods: Pods): Connection[] {
  const groups = Map.groupBy(rows, (row) => {
    const namespace = pods.namespaceOf(row[end]);
    return namespace === undefined ? row : JSON.stringify([namespace, { ...row, [end]: "" }]);
  });
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    const namespace = first && pods.namespaceOf(first[end]);
    const isWhole = namespace !== undefined && group.length === pods.of(namespace).length;
    return isWhole ? [{ ...first, [end]: namespace } as Connection] : group;
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
