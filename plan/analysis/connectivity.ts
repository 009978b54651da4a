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
 * The limit of pairs of pods that connect on one port only by addresses, up to which each pair has a row. Above it,
 * each end has one row with `any pod`: the number of pairs grows with the square of the pods.
 */
const pairLimit = 10_000;

/**
 * The traffic that passes, computed from the NetworkPolicy objects by the rules of Kubernetes. A pod that no policy
 * selects for a direction is open in that direction. Policies are additive. Both ends must allow a connection.
 *
 * A plan has no pods, so each set of labels that a policy names represents the pods with these labels. One more pod
 * per namespace has no labels. The result leaves out what depends on the network plugin: a pod reaches its own node.
 *
 * @param podRanges - the ranges of pods' addresses, for example `10.64.0.0/16`
 * @param isStrict - whether the network plugin refuses all traffic of a pod that no policy selects: the VPC CNI's strict
 *   mode
 */
export function connectivity(
  objects: readonly KubernetesObject[],
  podRanges: readonly string[],
  isStrict = false,
): Connection[] {
  const policies = readPolicies(objects);
  return connectivityOf({ policies, pods: podsOf(objects, policies) }, podRanges, isStrict);
}

/** The policies of a cluster, and the pods that they distinguish. */
export interface PlannedPolicies {
  readonly policies: readonly Policy[];
  readonly pods: Pods;
}

/** As {@link connectivity}, of policies that are already read. */
export function connectivityOf(
  { policies, pods }: PlannedPolicies,
  podRanges: readonly string[],
  isStrict: boolean,
): Connection[] {
  const rows = new Rows();
  const sides = sidesOf(pods, policies, isStrict);
  for (const side of sides.values()) {
    addOpenEnds(rows, side, "egress");
    addOpenEnds(rows, side, "ingress");
    addNamed("egress", side);
    addNamed("ingress", side);
  }
  addByAddress();
  return rows.collapsed(pods);

  /** Traffic between pods that don't name each other, while both name ranges with addresses of pods. */
  function addByAddress(): void {
    const ends = (direction: Direction) =>
      [...sides.values()]
        .map((side) => addressPorts(side, direction))
        .filter(({ ports }) => ports.length > 0);
    for (const { callers, receivers, ports } of addressTraffic(ends("egress"), ends("ingress"))) {
      if (callers.length * receivers.length > pairLimit) {
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
    const addressGrants = (grants[direction] ?? []).filter(
      ({ peer }) => peer.kind === "addresses" && includes(peer, pod, podRanges),
    );
    return { pod, ports: addressGrants.flatMap(({ ports }) => ports) };
  }

  /** Traffic with pods that one end names, if the other end allows it too. */
  function addNamed(direction: Direction, { pod, grants }: Side): void {
    const back = direction === "egress" ? "ingress" : "egress";
    for (const { peer, ports } of grants[direction] ?? []) {
      for (const other of pods.named(peer)) {
        const backGrants = sides.get(other)?.grants[back];
        const otherPorts = backGrants?.flatMap((grant) =>
          includes(grant.peer, pod, podRanges) ? grant.ports : [],
        );
        rows.add(direction, pod.name, other.name, intersectPorts(ports, otherPorts ?? anyPort));
      }
    }
  }
}

/** A pod with the grants of the policies that select it. Undefined if none selects it: it is open. */
interface Side {
  readonly pod: Pod;
  readonly grants: Readonly<Record<Direction, readonly Grant[] | undefined>>;
}

function sidesOf(pods: Pods, policies: readonly Policy[], isStrict: boolean): Map<Pod, Side> {
  const byNamespace = Map.groupBy(policies, ({ namespace }) => namespace);
  return new Map(
    pods.all.map((pod) => {
      const podPolicies = (byNamespace.get(pod.namespace) ?? []).filter((policy) =>
        selects(policy.podSelector, pod.labels),
      );
      const grantsIn = (direction: Direction) => {
        const lists = podPolicies.flatMap(({ grants }) =>
          grants[direction] === undefined ? [] : [grants[direction]],
        );
        return lists.length === 0 ? undefined : lists.flat();
      };
      // Policies of another program can select pods of a namespace that this plan doesn't create.
      if (isStrict && pod.isPlanned && podPolicies.length === 0) {
        return [pod, { pod, grants: { ingress: [], egress: [] } }];
      }
      return [pod, { pod, grants: { ingress: grantsIn("ingress"), egress: grantsIn("egress") } }];
    }),
  );
}

/** Traffic that one end allows without naming pods of the plan: with anyone, any pod, or addresses. */
function addOpenEnds(rows: Rows, { pod, grants }: Side, direction: Direction): void {
  const openGrants: readonly Grant[] = pod.isPlanned ? [{ peer: { kind: "anyone" }, ports: anyPort }] : [];
  for (const { peer, ports } of grants[direction] ?? openGrants) {
    const other = nameOf(peer);
    if (other !== undefined) {
      rows.add(direction, pod.name, other, ports);
    }
  }
}

function nameOf(peer: Peer): string | undefined {
  return peer.kind === "pods" ? undefined : peer.kind === "addresses" ? formatBlock(peer) : peer.kind;
}

/** Distinct rows, which can be merged per namespace. */
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

  /** The rows, sorted. If all pods of a namespace have the same row, one row replaces them. */
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
