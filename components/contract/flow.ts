/** The port on which the receiving pods listen (a Service's `targetPort`), 1 to 65535. */
export type Port = number;

/** @default "TCP" */
export type Protocol = "TCP" | "UDP" | "SCTP";

/**
 * Pods at the other end of a flow: those of a namespace, or of one workload in it. Without `namespace`, a workload of
 * the same namespace. At least one of the two is given: an empty peer never means "everyone".
 */
export type PodPeer =
  | { readonly namespace: string; readonly workload?: string }
  | { readonly namespace?: string; readonly workload: string };

/** Addresses outside the cluster, for example `10.20.0.0/24`. */
export interface CidrPeer {
  readonly cidr: string;
}

/**
 * Traffic that a namespace sends. It flows once the receiver accepts it.
 *
 * @example { to: { namespace: "payments" }, port: 8443 }
 * @example { to: { cidr: "10.20.0.0/24" }, port: 443, reason: "acquirer, over the peering" }
 */
export type CalledFlow = FlowPort & {
  /** The workload of this namespace that calls. @default - any pod of the namespace */
  readonly from?: string;
} & (
    | { readonly to: PodPeer; readonly reason?: string }
    | {
        readonly to: CidrPeer;
        /** Why the cluster talks to these addresses. */
        readonly reason: string;
      }
  );

/**
 * Traffic that a namespace lets in. It flows once the sender calls it.
 *
 * @example { from: { namespace: "checkout" }, port: 8443 }
 */
export type AcceptedFlow = FlowPort & {
  /** The workload of this namespace that is called. @default - any pod of the namespace */
  readonly to?: string;
} & (
    | { readonly from: PodPeer; readonly reason?: string }
    | { readonly from: CidrPeer; readonly reason: string }
  );

interface FlowPort {
  readonly port: Port;
  /** The last port of a range that begins with `port`, for example `port: 8000, endPort: 8100`. @default - one port */
  readonly endPort?: Port;
  readonly protocol?: Protocol;
}

/** The label by which a flow finds the pods of a workload; their Service must select by it too. */
export const workloadLabel = "app.kubernetes.io/name";
