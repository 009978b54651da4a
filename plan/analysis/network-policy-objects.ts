import { type Json, type JsonObject, listAt, objectAt, stringAt } from "../json.ts";
import { type AddressBlock, coversPods } from "./addresses.ts";
import type { KubernetesObject } from "./kubernetes-objects.ts";
import { isEmpty, type Labels, selects } from "./label-selectors.ts";
import { type Ports, readPorts } from "./ports.ts";

/** The other end of the traffic that a rule allows. */
export type Peer =
  | { readonly kind: "anyone" }
  | { readonly kind: "any pod" }
  | {
      readonly kind: "pods";
      /** Undefined means the policy's namespace. */
      readonly namespaceSelector: Json | undefined;
      readonly podSelector: Json | undefined;
      /** The policy's namespace. */
      readonly policyNamespace: string;
    }
  | ({ readonly kind: "addresses" } & AddressBlock);

/** The traffic that one rule allows with one of its peers. */
export interface Grant {
  readonly peer: Peer;
  readonly ports: readonly Ports[];
}

export type Direction = "ingress" | "egress";

/** The fields of a NetworkPolicy that decide reachability. A direction that it doesn't restrict is absent. */
export interface Policy {
  readonly namespace: string;
  readonly podSelector: Json | undefined;
  readonly grants: Readonly<Partial<Record<Direction, readonly Grant[]>>>;
}

export function readPolicies(objects: readonly KubernetesObject[]): Policy[] {
  return objects
    .filter(({ kind, apiVersion }) => kind === "NetworkPolicy" && apiVersion.startsWith("networking.k8s.io/"))
    .map((object) => readPolicy(object.namespace ?? "default", objectAt(object.content["spec"])));
}

function readPolicy(namespace: string, spec: JsonObject): Policy {
  // Without policyTypes, a policy restricts ingress, and egress if it has egress rules (Kubernetes API reference).
  const types =
    spec["policyTypes"] === undefined
      ? ["Ingress", ...(listAt(spec["egress"]).length > 0 ? ["Egress"] : [])]
      : listAt(spec["policyTypes"]);
  const grants = (rules: Json | undefined, end: string) =>
    listAt(rules).flatMap((rule) => readRule(objectAt(rule), end, namespace));
  return {
    namespace,
    podSelector: spec["podSelector"],
    grants: {
      ...(types.includes("Ingress") && { ingress: grants(spec["ingress"], "from") }),
      ...(types.includes("Egress") && { egress: grants(spec["egress"], "to") }),
    },
  };
}

function readRule(rule: JsonObject, end: string, policyNamespace: string): Grant[] {
  const ports = readPorts(rule["ports"]);
  const peers = listAt(rule[end]);
  // A rule without peers allows traffic with anyone.
  return peers.length === 0
    ? [{ peer: { kind: "anyone" }, ports }]
    : peers.map((peer) => ({ peer: readPeer(objectAt(peer), policyNamespace), ports }));
}

function readPeer({ ipBlock, namespaceSelector, podSelector }: JsonObject, policyNamespace: string): Peer {
  if (ipBlock !== undefined) {
    const { cidr, except } = objectAt(ipBlock);
    return { kind: "addresses", cidr: String(cidr), except: listAt(except).map(String) };
  }
  return namespaceSelector !== undefined && isEmpty(namespaceSelector) && isEmpty(podSelector)
    ? { kind: "any pod" }
    : { kind: "pods", namespaceSelector, podSelector, policyNamespace };
}

/** Whether `peer` includes a pod. The pod's address is in one of `podRanges`. */
export function includes(
  peer: Peer,
  pod: { readonly namespace: string; readonly namespaceLabels: Labels; readonly labels: Labels },
  podRanges: readonly string[],
): boolean {
  switch (peer.kind) {
    case "anyone":
    case "any pod":
      return true;
    case "addresses":
      return coversPods(peer, podRanges);
    case "pods":
      return (
        selects(peer.podSelector, pod.labels) &&
        (peer.namespaceSelector === undefined
          ? pod.namespace === peer.policyNamespace
          : selects(peer.namespaceSelector, pod.namespaceLabels))
      );
  }
}

/** The namespaces that a selector names by `kubernetes.io/metadata.name`; undefined if it uses only other labels. */
export function namedNamespaces(selector: Json | undefined): string[] | undefined {
  const { matchLabels, matchExpressions } = objectAt(selector);
  const name = stringAt(objectAt(matchLabels)[namespaceNameLabel]);
  if (name !== undefined) {
    return [name];
  }
  const expression = listAt(matchExpressions)
    .map(objectAt)
    .find(({ key, operator }) => key === namespaceNameLabel && operator === "In");
  return expression && listAt(expression["values"]).map(String);
}

/** The API server sets this label on every namespace. */
export const namespaceNameLabel = "kubernetes.io/metadata.name";
