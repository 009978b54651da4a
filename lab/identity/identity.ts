/** Who somebody is at the lab's API server. */
export type Identity =
  | Person
  | ServiceAccount
  | CertificateHolder
  /** Any bearer token, as it is. */
  | { readonly token: string }
  | "anonymous";

/** Comes with a token of the lab's issuer. */
export interface Person {
  readonly person: string;
  /** Without the cluster's prefix, as `payments-dev`. */
  readonly groups: readonly string[];
}

/** Comes with a token of the cluster's own, by a TokenRequest. */
export interface ServiceAccount {
  readonly serviceAccount: string;
  readonly namespace: string;
}

/** Comes with a certificate: EKS's system users, as `eks:network-policy-controller`, and nodes. */
export interface CertificateHolder {
  readonly certificate: string;
  readonly groups?: readonly string[];
}

/**
 * Who owns the cluster. In the lab, the group is bound to cluster-admin; on EKS, it would be an access entry with
 * the policy AmazonEKSClusterAdminPolicy.
 */
export const platform: Person = { person: "platform-admin", groups: ["platform"] };
