/** An identity at the lab's API server. */
export type Identity =
  | Person
  | ServiceAccount
  | CertificateHolder
  /** Any bearer token, sent unchanged. */
  | { readonly token: string }
  | "anonymous";

/** A user with a token of the lab's issuer. */
export interface Person {
  readonly person: string;
  /** Groups without the cluster's prefix, for example `payments-dev`. */
  readonly groups: readonly string[];
}

/** A service account with a token of the cluster, from a TokenRequest. */
export interface ServiceAccount {
  readonly serviceAccount: string;
  readonly namespace: string;
}

/** A user with a certificate: nodes, and EKS's system users, for example `eks:network-policy-controller`. */
export interface CertificateHolder {
  readonly certificate: string;
  readonly groups?: readonly string[];
}

/**
 * The owner of the cluster. In the lab, its group has cluster-admin. On EKS, it has an access entry with the policy
 * AmazonEKSClusterAdminPolicy.
 */
export const platform: Person = { person: "platform-admin", groups: ["platform"] };
