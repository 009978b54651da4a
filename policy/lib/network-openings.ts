import { selectsAll, selectsByAbsence } from "./selector.ts";
import { allOf, type Tri } from "./tri.ts";
import { at, elements, type Path, unknown, type Value } from "./value.ts";

/** A direction of traffic, as `policyTypes` names it. */
export type Direction = "Ingress" | "Egress";

/**
 * Whether a NetworkPolicy isolates every pod of its namespace in a direction. Without `policyTypes` a policy
 * is for ingress, and for egress only if it has egress rules (Kubernetes API, `NetworkPolicySpec`).
 */
export function isolatesAll(policy: Value, direction: Direction): Tri {
  return allOf([selectsAll(at(policy, "spec.podSelector")), isFor(policy, direction)]);
}

/**
 * Whether a NetworkPolicy is for all pods in a direction but those that are labelled to be left out: what it
 * opens is open for whoever doesn't take care.
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

/** A rule or a peer that opens to everyone, or one of which that isn't known yet. */
export interface Opening {
  readonly path: Path;
  readonly peer: Value;
  readonly everyone: true | typeof unknown;
}

/** What a NetworkPolicy opens to everyone in a direction, or may once it is known. */
export function openings(policy: Value, direction: Direction): Opening[] {
  const [rules, peers] =
    direction === "Ingress" ? (["ingress", "from"] as const) : (["egress", "to"] as const);
  const path = ["spec", rules];
  const list = at(policy, path);
  return list === unknown
    ? [{ path, peer: unknown, everyone: unknown }]
    : elements(list).flatMap((rule, index) => ruleOpenings(at(rule, peers), [...path, index, peers]));
}

function ruleOpenings(peers: Value, path: readonly (string | number)[]): Opening[] {
  if (peers === unknown) {
    return [{ path, peer: unknown, everyone: unknown }];
  }
  // A rule that names no peer lets everyone through (Kubernetes API, `NetworkPolicyIngressRule`).
  if (elements(peers).length === 0) {
    return [{ path, peer: peers, everyone: true }];
  }
  return elements(peers).flatMap((peer, index) => {
    const everyone = isEveryone(peer);
    return everyone === false ? [] : [{ path: [...path, index], peer, everyone }];
  });
}

// An eighth of the address space or more is nobody's network: 0.0.0.0/0, its halves, 2000::/3.
const widestPrefix = 3;

/** Whether a peer is everyone: all addresses, or all pods of the cluster. */
function isEveryone(peer: Value): Tri {
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
    // Pods of the policy's own namespace. A peer that names nothing at all is taken for everyone.
    return pods === undefined;
  }
  return allOf([selectsByAbsence(namespaces), selectsByAbsence(pods)]);
}
