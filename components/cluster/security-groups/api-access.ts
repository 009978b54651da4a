import * as pulumi from "@pulumi/pulumi";

/**
 * Who reaches the API server's private endpoint, port 443, and why. Its nodes always do.
 *
 * @example { cidr: "10.1.0.0/24", reason: "deploy runner" }
 */
export type ApiAccess =
  | {
      /** A private range in CIDR notation, for example `10.1.0.0/24`. */
      readonly cidr: string;
      readonly reason: string;
    }
  | {
      /** The id of a security group: all network interfaces that have it. */
      readonly securityGroup: pulumi.Input<string>;
      readonly reason: string;
    };

/**
 * A private network beyond the VPC that nodes and pods may reach, over a peering or a transit gateway.
 *
 * @example { cidr: "10.20.0.0/24", reason: "acquirer, over the peering" }
 */
export interface ConnectedNetwork {
  /** A private range in CIDR notation, for example `10.20.0.0/24`. */
  readonly cidr: string;
  readonly reason: string;
}

/** The endpoint is private, so the identity that applies Kubernetes objects needs an entry in `apiAccess`. */
export function warnIfUnreachable(resource: pulumi.Resource, access: readonly ApiAccess[]): void {
  if (access.length === 0) {
    const message =
      "apiAccess is empty: only nodes and pods reach the API server, so a deployment from anywhere else ends in a " +
      "time-out. Add { cidr, reason } for where pulumi runs, or { securityGroup, reason }.";
    pulumi.log.warn(message, resource).catch(() => {});
  }
}
