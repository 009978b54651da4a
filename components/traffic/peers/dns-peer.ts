import { dnsLabels, dnsPorts, type PolicyRule } from "../../shared/kubernetes/network-policy-spec.ts";

/**
 * The cluster's DNS: one peer with both selectors. Two peers would open all pods of kube-system, and pods with this
 * label in all namespaces. The VPC CNI opens a Service's address only if the Service's own selector satisfies the
 * peer's. `kube-dns` selects by exactly this label.
 */
export const clusterDns: PolicyRule = {
  peers: [
    {
      namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
      podSelector: { matchLabels: dnsLabels },
    },
  ],
  ports: dnsPorts,
};
