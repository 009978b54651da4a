import { workloadLabel } from "../../../components/contract/flow.ts";
import type {
  LabelSelector,
  NamedPolicy,
  PolicyPort,
} from "../../../components/shared/kubernetes/network-policy-spec.ts";

/** The facts about a pod that policies use. */
export interface Pod {
  readonly namespace: string;
  readonly workload?: string;
}

/**
 * Whether the policies of both pods' namespaces allow the traffic, by the rules of the NetworkPolicy API. Policies add
 * up, both selectors of one peer must match, and an empty selector selects all.
 */
export function reaches(
  policies: ReadonlyMap<string, readonly NamedPolicy[]>,
  from: Pod,
  to: Pod,
  wanted: PolicyPort,
): boolean {
  const ports = (list: readonly PolicyPort[]) =>
    list.some(
      ({ port, endPort = port, protocol }) =>
        port <= wanted.port && wanted.port <= endPort && protocol === wanted.protocol,
    );
  const leaves = (policies.get(from.namespace) ?? [])
    .filter(({ spec }) => selects(spec.podSelector, podLabels(from)))
    .some(({ spec }) =>
      spec.egress?.some((rule) => ports(rule.ports) && rule.to.some((peer) => isPeer(peer, to))),
    );
  const enters = (policies.get(to.namespace) ?? [])
    .filter(({ spec }) => selects(spec.podSelector, podLabels(to)))
    .some(({ spec }) =>
      spec.ingress?.some((rule) => ports(rule.ports) && rule.from.some((peer) => isPeer(peer, from))),
    );
  return leaves && enters;
}

function isPeer(peer: object, { namespace, ...pod }: Pod): boolean {
  if (!("namespaceSelector" in peer)) {
    return false;
  }
  const { namespaceSelector, podSelector = {} } = peer as {
    namespaceSelector: LabelSelector;
    podSelector?: LabelSelector;
  };
  const ofNamespace = { "kubernetes.io/metadata.name": namespace };
  return selects(namespaceSelector, ofNamespace) && selects(podSelector, podLabels({ namespace, ...pod }));
}

function podLabels({ workload }: Pod): Record<string, string> {
  return workload === undefined ? {} : { [workloadLabel]: workload };
}

function selects({ matchLabels = {} }: LabelSelector, labels: Record<string, string>): boolean {
  return Object.entries(matchLabels).every(([key, value]) => labels[key] === value);
}
