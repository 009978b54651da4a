import type { Json } from "../json.ts";
import type { KubernetesObject } from "./kubernetes-objects.ts";
import { examples, type Labels, selects } from "./label-selectors.ts";
import { namedNamespaces, namespaceNameLabel, type Peer, type Policy } from "./network-policy-objects.ts";

/** All pods of a namespace that no policy distinguishes. */
export interface Pod {
  /** In the notation of {@link Connection}: `checkout/frontend`, or `checkout/*` for pods that no policy names. */
  readonly name: string;
  readonly namespace: string;
  readonly namespaceLabels: Labels;
  readonly labels: Labels;
  /** Whether the plan creates its namespace. Only then the report shows directions that no policy restricts. */
  readonly isPlanned: boolean;
}

export interface Pods {
  readonly all: readonly Pod[];
  of(namespace: string): readonly Pod[];
  /** The pods that a peer names. */
  named(peer: Peer): readonly Pod[];
  /** The namespace of the {@link Pod} with this name. */
  namespaceOf(name: string): string | undefined;
}

const workloadLabel = "app.kubernetes.io/name";

/** The pods that policies distinguish, in the namespaces of the plan and in those that its policies name. */
export function podsOf(objects: readonly KubernetesObject[], policies: readonly Policy[]): Pods {
  const namespaces = new Map<string, { labels: Labels; isPlanned: boolean; selectors: Json[] }>();
  const entryOf = (name: string) => {
    const entry = namespaces.get(name) ?? {
      labels: { [namespaceNameLabel]: name },
      isPlanned: false,
      selectors: [],
    };
    namespaces.set(name, entry);
    return entry;
  };
  for (const { kind, apiVersion, name, labels, isPatch } of objects) {
    if (kind === "Namespace" && apiVersion === "v1") {
      const entry = entryOf(name);
      entry.labels = { ...labels, ...entry.labels };
      entry.isPlanned ||= !isPatch;
    }
  }
  const peers = policies.flatMap(({ grants }) =>
    [...(grants.ingress ?? []), ...(grants.egress ?? [])].map(({ peer }) => peer),
  );
  const podPeers = peers.filter((peer) => peer.kind === "pods");
  for (const peer of podPeers) {
    for (const name of namedNamespaces(peer.namespaceSelector) ?? []) {
      entryOf(name);
    }
  }
  for (const { namespace, podSelector } of policies) {
    entryOf(namespace).selectors.push(podSelector ?? {});
  }
  const targetsOf = (peer: Peer & { kind: "pods" }) => {
    if (peer.namespaceSelector === undefined) {
      return [peer.policyNamespace];
    }
    const candidates = namedNamespaces(peer.namespaceSelector) ?? [...namespaces.keys()];
    return candidates.filter((name) => selects(peer.namespaceSelector, entryOf(name).labels));
  };
  for (const peer of podPeers) {
    for (const name of targetsOf(peer)) {
      entryOf(name).selectors.push(peer.podSelector ?? {});
    }
  }
  const byNamespace = new Map(
    [...namespaces].map(([namespace, { labels, isPlanned, selectors }]) => [
      namespace,
      distinct(selectors.flatMap(examples)).map((podLabels) => ({
        ...{ namespace, namespaceLabels: labels, labels: podLabels, isPlanned },
        name: `${namespace}/${nameOf(podLabels)}`,
      })),
    ]),
  );
  const all = [...byNamespace.values()].flat();
  const owners = new Map(all.map((pod) => [pod.name, pod.namespace]));
  return {
    all,
    of: (namespace) => byNamespace.get(namespace) ?? [],
    named: (peer) =>
      peer.kind === "pods"
        ? targetsOf(peer).flatMap((name) =>
            (byNamespace.get(name) ?? []).filter((pod) => selects(peer.podSelector, pod.labels)),
          )
        : [],
    namespaceOf: (name) => owners.get(name),
  };
}

/** The distinct sets of labels, including the empty set. */
function distinct(sets: readonly Labels[]): Labels[] {
  return [...new Map([{}, ...sets].map((labels) => [nameOf(labels), labels])).values()];
}

function nameOf(labels: Labels): string {
  const entries = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  const [only, another] = entries;
  if (only === undefined) {
    return "*";
  }
  return another === undefined && only[0] === workloadLabel
    ? only[1]
    : entries.map(([key, value]) => (value === "" ? key : `${key}=${value}`)).join(",");
}
