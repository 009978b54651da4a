import { selectsAll, selectsByAbsence } from "./selector.ts";
import { allOf, type Tri } from "./tri.ts";
import { at, elements, type Path, unknown, type Value } from "./value.ts";

/** A direction of traffic, by its name in `policyTypes`. */
export type Direction = "Ingress" | "Egress";

/**
 * Whether a NetworkPolicy isolates every pod of its namespace in a direction. Without `policyTypes`, a policy
 * applies to ingress, and to egress only if it has egress rules (Kubernetes API, `NetworkPolicySpec`).
 */
export function isolatesAll(policy: Value, direction: Direction): Tri {
  return allOf([selectsAll(at(policy, "spec.podSelector")), isFor(policy, direction)]);
}

/**
 * Whether a NetworkPolicy applies to every pod in a direction, except pods with a label that excludes them. It
 * opens traffic for every pod whose owner doesn't set that label.
 */
export function isForAnyPod(policy: Value, direction: Direction): Tri {
  return allOf([selectsByAbsence(at(policy, "spec.podSelector")), isFor(policy, direction)]);
}

function isFor(policy: Value, direction: Direction): Tri {
  const types = at(policy, "spec.policyTypes");
  if (elements(types).includes(direction)) {
    return true;
  }
  if (types === unknown || elements(types).includes(unknown)) {
    return unknown;
  }
  return elements(types).length === 0 && isForByDefault(policy, direction);
}

function isForByDefault(policy: Value, direction: Direction): Tri {
  const egress = at(policy, "spec.egress");
  return direction === "Ingress" || (egress === unknown ? unknown : elements(egress).length > 0);
}

/** A rule or a peer that opens to every peer, or one for which this isn't known yet. */
export interface Opening {
  readonly path: Path;
  readonly peer: Value;
  readonly opensToAll: true | typeof unknown;
}

/** The parts of a NetworkPolicy that open a direction to every peer, or can do so once their value is known. */
export function openings(policy: Value, direction: Direction): Opening[] {
  const [rules, peers] =
    direction === "Ingress" ? (["ingress", "from"] as const) : (["egress", "to"] as const);
  const path = ["spec", rules];
  const list = at(policy, path);
  return list === unknown
    ? [{ path, peer: unknown, opensToAll: unknown }]
    : elements(list).flatMap((rule, index) => ruleOpenings(at(rule, peers), [...path, index, peers]));
}

function ruleOpenings(peers: Value, path: readonly (string | number)[]): Opening[] {
  if (peers === unknown) {
    return [{ path, peer: unknown, opensToAll: unknown }];
  }
  // A rule without peers allows every peer (Kubernetes API, `NetworkPolicyIngressRule`).
  if (elements(peers).length === 0) {
    return [{ path, peer: peers, opensToAll: true }];
  }
  return elements(peers).flatMap((peer, index) => {
    const opensToAll = matchesEveryPeer(peer);
    return opensToAll === false ? [] : [{ path: [...path, index], peer, opensToAll }];
  });
}

// No organization's network has an eighth of the address space or more: 0.0.0.0/0, its halves, 2000::/3.
const widestPrefix = 3;

/** Whether a peer matches every peer: all addresses, or all pods of the cluster. */
function matchesEveryPeer(peer: Value): Tri {
  if (peer === unknown) {
    return unknown;
  }
  const block = at(peer, "ipBlock");
  if (block !== undefined) {
    const cidr = at(block, "cidr");
    return cidr === unknown ? unknown : Number(String(cidr).split("/")[1] ?? Number.NaN) <= widestPrefix;
  }
  const namespaces = at(peer, "namespaceSelector");
  const pods = at(peer, "podSelector");
  if (namespaces === undefined) {
    // Pods of the policy's own namespace. An empty peer counts as every peer.
    return pods === undefined;
  }
  return allOf([selectsByAbsence(namespaces), selectsByAbsence(pods)]);
}
