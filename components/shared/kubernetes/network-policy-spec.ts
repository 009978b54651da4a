/** The part of a NetworkPolicy's `spec` that Casemate uses. Arrays are mutable, because Pulumi's inputs are. */
export interface NetworkPolicySpec {
  readonly podSelector: LabelSelector;
  readonly policyTypes: ("Ingress" | "Egress")[];
  readonly ingress?: { readonly from: PolicyPeer[]; readonly ports: PolicyPort[] }[];
  readonly egress?: { readonly to: PolicyPeer[]; readonly ports: PolicyPort[] }[];
}

export interface LabelSelector {
  readonly matchLabels?: Record<string, string>;
}

/** Pods of other namespaces, pods of the policy's own namespace, or addresses. */
export type PolicyPeer =
  | { readonly namespaceSelector: LabelSelector; readonly podSelector?: LabelSelector }
  | { readonly podSelector: LabelSelector }
  | { readonly ipBlock: { readonly cidr: string; readonly except?: string[] } };

export interface PolicyPort {
  readonly protocol: "TCP" | "UDP" | "SCTP";
  readonly port: number;
  /** The last port of a range. */
  readonly endPort?: number;
}

/** A NetworkPolicy's name in its namespace, and its spec. */
export interface NamedPolicy {
  readonly name: string;
  readonly spec: NetworkPolicySpec;
}

/** Traffic of one direction that a policy opens. */
export interface PolicyRule {
  readonly peers: PolicyPeer[];
  readonly ports: PolicyPort[];
}

/** The cluster's DNS: the labels that the Service `kube-dns` selects, with UDP, and TCP for answers above 512 bytes. */
export const dnsLabels = { "k8s-app": "kube-dns" };
export const dnsPorts: PolicyPort[] = [
  { protocol: "UDP", port: 53 },
  { protocol: "TCP", port: 53 },
];

/**
 * Opens traffic for the selected pods, and denies all other traffic: both policy types are set even if one has no
 * rule. Empty lists are left out, because the API server drops them.
 */
export function networkPolicySpec(
  podSelector: LabelSelector,
  ingress: readonly PolicyRule[],
  egress: readonly PolicyRule[],
): NetworkPolicySpec {
  return {
    podSelector,
    policyTypes: ["Ingress", "Egress"],
    ...(ingress.length > 0 && { ingress: ingress.map(({ peers, ports }) => ({ from: peers, ports })) }),
    ...(egress.length > 0 && { egress: egress.map(({ peers, ports }) => ({ to: peers, ports })) }),
  };
}

/** Denies all ingress and egress for every pod of the namespace. */
export const defaultDeny: NamedPolicy = { name: "default-deny", spec: networkPolicySpec({}, [], []) };
