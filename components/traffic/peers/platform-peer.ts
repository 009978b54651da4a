import { nthAddress } from "../../shared/ipv4.ts";
import type { FlowEnd } from "../flow-end.ts";

/** What decides which of the platform's own services a workload reaches. */
export interface PlatformUser {
  readonly awsPolicy?: unknown;
  readonly kubernetesApi?: boolean | undefined;
}

/** The EKS Pod Identity agent, on the node's link. Source: EKS user guide, "Set up the Pod Identity Agent". */
const podIdentityAgent = "169.254.170.23/32";

/**
 * The ends that workloads need for what they declare beside flows: credentials from the Pod Identity agent, and
 * the Kubernetes API.
 *
 * The API goes by its Service's address, the first of the range: the VPC CNI judges egress before the address is
 * translated, and the servers behind it move.
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
