import * as pulumi from "@pulumi/pulumi";
import type { InputProblem } from "../../shared/input/input-error.ts";
import { cidrMistake, isPrivate, parseCidr } from "../../shared/ipv4.ts";

/**
 * Who reaches the API server's private endpoint, port 443, and why. Its nodes always do.
 *
 * @example { cidr: "10.1.0.0/24", reason: "deploy runner" }
 */
export type ApiAccess =
  | {
      /** Private addresses, as `10.1.0.0/24`. */
      readonly cidr: string;
      readonly reason: string;
    }
  | {
      /** Whatever carries this security group. */
      readonly securityGroup: pulumi.Input<string>;
      readonly reason: string;
    };

/**
 * A private network beyond the VPC that nodes and pods may reach, over a peering or a transit gateway.
 *
 * @example { cidr: "10.20.0.0/24", reason: "acquirer, over the peering" }
 */
export interface ConnectedNetwork {
  /** Private addresses, as `10.20.0.0/24`. */
  readonly cidr: string;
  readonly reason: string;
}

/** What is wrong with the list of those who reach the API server. CIS EKS 5.4.1. */
export function apiAccessProblems(access: readonly ApiAccess[]): InputProblem[] {
  return peerProblems(
    "apiAccess",
    access,
    "The endpoint is private: name the addresses that callers have inside, such as the VPN's or the runner's subnet.",
  );
}

/** The endpoint is private: whoever applies Kubernetes objects has to be let in by somebody. */
export function warnIfUnreachable(resource: pulumi.Resource, access: readonly ApiAccess[]): void {
  if (access.length === 0) {
    const message =
      "apiAccess is empty: only nodes and pods reach the API server, so a deployment from anywhere else ends in a " +
      "time-out. Add { cidr, reason } for where pulumi runs, or { securityGroup, reason }.";
    pulumi.log.warn(message, resource).catch(() => {});
  }
}

/** What is wrong with the list of networks beyond the VPC. */
export function connectedNetworkProblems(networks: readonly ConnectedNetwork[]): InputProblem[] {
  return peerProblems(
    "connectedNetworks",
    networks,
    'Public addresses are reached with egress "nat" of the network.',
  );
}

function peerProblems(field: string, peers: readonly ApiAccess[], ifPublic: string): InputProblem[] {
  return peers.flatMap((peer, index) => {
    const path = `${field}[${index}]`;
    return [
      ...("cidr" in peer ? cidrProblems(`${path}.cidr`, peer.cidr, ifPublic) : []),
      ...(peer.reason?.trim()
        ? []
        : [{ path: `${path}.reason`, received: peer.reason, allowed: "a sentence on why" }]),
      ...duplicateProblems(field, peers, peer, index),
    ];
  });
}

function cidrProblems(path: string, cidr: string, ifPublic: string): InputProblem[] {
  const allowed = "a private range, as 10.1.0.0/24";
  const range = parseCidr(cidr);
  if (range === undefined) {
    const fix = cidrMistake(cidr);
    return [{ path, received: cidr, allowed, ...(fix !== undefined && { fix }) }];
  }
  return isPrivate(range)
    ? []
    : [
        {
          path,
          received: cidr,
          allowed,
          fix: ifPublic,
        },
      ];
}

function duplicateProblems(
  field: string,
  access: readonly ApiAccess[],
  peer: ApiAccess,
  index: number,
): InputProblem[] {
  if (!("cidr" in peer)) {
    return [];
  }
  const first = access.findIndex((other) => "cidr" in other && other.cidr === peer.cidr);
  return first === index
    ? []
    : [
        {
          path: `${field}[${index}].cidr`,
          received: peer.cidr,
          allowed: "each range once",
          fix: `It is ${field}[${first}] already.`,
        },
      ];
}
