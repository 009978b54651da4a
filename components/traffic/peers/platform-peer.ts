import { nthAddress } from "../../shared/ipv4.ts";
import type { FlowEnd } from "../flows/flow-end.ts";

/** The fields that decide which of the platform's own services a workload reaches. */
export interface PlatformUser {
  readonly awsPolicy?: unknown;
  readonly kubernetesApi?: boolean | undefined;
}

/** The EKS Pod Identity agent, on the node's link. Source: EKS user guide, "Set up the Pod Identity Agent". */
const podIdentityAgent = "169.254.170.23/32";

/**
 * The ends that workloads need in addition to their flows: for credentials from the Pod Identity agent, and for the
 * Kubernetes API.
 *
 * The end for the API names its Service's address, the first of the range. The VPC CNI checks egress before it
 * translates this address, and the addresses of the API servers can change.
 */
export function platformEnds(
  workloads: Readonly<Record<string, PlatformUser>> | undefined,
  serviceCidr: string,
): FlowEnd[] {
  const end = (workload: string, cidr: string, port: number): FlowEnd => ({
    direction: "egress",
    workload,
    peer: { cidr },
    port,
    protocol: "TCP",
  });
  return Object.entries(workloads ?? {}).flatMap(([name, { awsPolicy, kubernetesApi }]) => [
    ...(awsPolicy === undefined ? [] : [end(name, podIdentityAgent, 80)]),
    ...(kubernetesApi === true ? [end(name, `${nthAddress(serviceCidr, 1)}/32`, 443)] : []),
  ]);
}
