/** `spec` of a NetworkPolicy, as far as Casemate needs it, with arrays as Pulumi's inputs want them. */
export interface NetworkPolicySpec {
  readonly podSelector: LabelSelector;
  readonly policyTypes: ("Ingress" | "Egress")[];
  readonly ingress?: { readonly from: PolicyPeer[]; readonly ports: PolicyPort[] }[];
  readonly egress?: { readonly to: PolicyPeer[]; readonly ports: PolicyPort[] }[];
}

export interface LabelSelector {
  readonly matchLabels?: Record<string, string>;
}

/** Pods of other namespaces, pods of the policy's own, or addresses. */
export type PolicyPeer =
  | { readonly namespaceSelector: LabelSelector; readonly podSelector?: LabelSelector }
  | { readonly podSelector: LabelSelector }
  | { readonly ipBlock: { readonly cidr: string; readonly except?: string[] } };

export interface PolicyPort {
  readonly protocol: "TCP" | "UDP" | "SCTP";
  readonly port: number;
}

/** A NetworkPolicy by its name in the namespace. */
export interface NamedPolicy {
  readonly name: string;
  readonly spec: NetworkPolicySpec;
}

/** Traffic of one direction that a policy opens. */
export interface PolicyRule {
  readonly peers: PolicyPeer[];
  readonly ports: PolicyPort[];
}

/** The cluster's DNS, by the labels that `kube-dns` selects, and by UDP and TCP (answers above 512 bytes). */
export const dnsLabels = { "k8s-app": "kube-dns" };
export const dnsPorts: PolicyPort[] = [
  { protocol: "UDP", port: 53 },
  { protocol: "TCP", port: 53 },
];

/**
 * Opens traffic for the selected pods, and nothing else: both policy types stand even where one has no rule, so that
 * this object alone denies as well. Absent lists, since the API server drops empty ones.
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

/** Nothing in, nothing out, for every pod of the namespace. */
export const defaultDeny: NamedPolicy = { name: "default-deny", spec: networkPolicySpec({}, [], []) };
