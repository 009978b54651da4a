import type { ComplianceClass } from "../../contract/classes.ts";
import { classes } from "../../contract/classes.ts";
import type { Waiver } from "../../contract/waiver.ts";
import type { InputProblem } from "../../shared/input/input-error.ts";
import { cidrMistake, contains, type Ipv4Range, isPrivate, overlaps, parseCidr } from "../../shared/ipv4.ts";
import { type DeclaredFlow, declaredFlows, type FlowTenant, isCidr } from "../flows/declared-flow.ts";

/** The control that a waiver names for flows with everyone. */
export const flowToEveryone = "flow-to-everyone";

/**
 * The node's link-local addresses: instance metadata (169.254.169.254), Pod Identity's credentials (169.254.170.23),
 * DNS and time. A workload with an `awsPolicy` reaches the credentials without a flow.
 */
const linkLocal = "169.254.0.0/16";

/** Istio in ambient mode rewrites the source of kubelets' probes to it (istio.io, ambient, "Kubernetes NetworkPolicy"). */
const meshProbes = "169.254.7.127/32";

/** No private range and no registry's allocation is wider, so a wider range has several owners. */
const widestPrefix = 8;

/** The cluster's ranges, which limit the addresses of flows. */
export interface ClusterRanges {
  readonly vpcCidr: string;
  /** Further ranges of the VPC, in which nodes and pods can be. @default - none */
  readonly additionalCidrs?: readonly string[] | undefined;
  readonly serviceCidr: string;
}

/** All ranges of the VPC. */
export function vpcRanges({ vpcCidr, additionalCidrs = [] }: ClusterRanges): string[] {
  return [...new Set([vpcCidr, ...additionalCidrs])];
}

/** The part of a tenant that decides about its flows with addresses. */
export interface AddressTenant extends FlowTenant {
  readonly class?: ComplianceClass | undefined;
  readonly waivers?: readonly Waiver[] | undefined;
}

/**
 * Ranges that a wider range of a flow never opens: link-local addresses, Service addresses, and the VPC with its pods,
 * nodes and control plane. To open a part of the VPC, a flow must name a range inside it.
 */
export function carvedOut(ranges: ClusterRanges): string[] {
  return [linkLocal, ranges.serviceCidr, ...vpcRanges(ranges)];
}

/** The problems of the addresses that a tenant's flows name. @param at - the start of its paths */
export function addressProblems(tenant: AddressTenant, ranges: ClusterRanges, at: string): InputProblem[] {
  const flows = declaredFlows(tenant, at);
  const single = flows.flatMap((flow) => {
    if (!isCidr(flow.peer)) {
      return [];
    }
    const path = `${flow.path}.${flow.kind === "call" ? "to" : "from"}.cidr`;
    const problem = rangeProblem(flow, flow.peer.cidr, tenant, ranges);
    return problem === undefined ? [] : [{ path, received: flow.peer.cidr, ...problem }];
  });
  return single.length > 0 || hasWaiver(tenant)
    ? single
    : vpcRanges(ranges).flatMap((cidr) => togetherProblems(flows, cidr, at));
}

/** Ranges that together cover a range of the VPC although each of them is accepted. */
function togetherProblems(flows: readonly DeclaredFlow[], vpcCidr: string, at: string): InputProblem[] {
  const vpc = parseCidr(vpcCidr);
  const byPort = Map.groupBy(flows, ({ kind, port, protocol }) => `${kind} ${protocol} ${port}`);
  return [...byPort.values()].flatMap((same) => {
    const cidrs = same.flatMap(({ peer }) => (isCidr(peer) ? [peer.cidr] : []));
    const parsed = cidrs.flatMap((cidr) => parseCidr(cidr) ?? []);
    return vpc === undefined || !cover(parsed, vpc)
      ? []
      : [
          {
            path: `${at}${same[0]?.kind === "call" ? "calls" : "accepts"}`,
            received: cidrs,
            allowed: `ranges that together leave out a part of the VPC (${vpcCidr})`,
            fix: `Name the networks that are meant, or add a waiver for ${flowToEveryone}.`,
          },
        ];
  });
}

/** Whether ranges together contain every address of `whole`. */
function cover(ranges: readonly Ipv4Range[], whole: Ipv4Range): boolean {
  const next = ranges
    .toSorted((a, b) => a.first - b.first)
    .reduce(
      (reached, { first, last }) => (first <= reached ? Math.max(reached, last + 1) : reached),
      whole.first,
    );
  return next > whole.last;
}

function hasWaiver({ waivers }: AddressTenant): boolean {
  return waivers?.some(({ control }) => control === flowToEveryone) ?? false;
}

function rangeProblem(
  flow: DeclaredFlow,
  cidr: string,
  tenant: AddressTenant,
  ranges: ClusterRanges,
): Pick<InputProblem, "allowed" | "fix"> | undefined {
  const { serviceCidr } = ranges;
  const range = parseCidr(cidr);
  if (range === undefined) {
    return { allowed: "an IPv4 range, such as 10.20.0.0/24", ...fixOf(cidrMistake(cidr)) };
  }
  const name = tenant.class ?? "standard";
  if (!classes[name].publicFlows && !isPrivate(range)) {
    return {
      allowed: `private addresses, because the class ${name} has no traffic with public ones`,
      fix: "Name the private end of the connection, such as a VPC endpoint or a peered network.",
    };
  }
  const held = vpcRanges(ranges).find((vpcRange) => contains(range, vpcRange));
  if (range.prefix < widestPrefix || held !== undefined) {
    return hasWaiver(tenant)
      ? undefined
      : {
          allowed: `a range of /${widestPrefix} or narrower that doesn't hold the whole VPC (${held ?? ranges.vpcCidr})`,
          fix:
            flow.kind === "call"
              ? `Name the networks that are meant, or add a waiver for ${flowToEveryone}.`
              : exposureHint(flow),
        };
  }
  if (flow.kind === "accept" && contains(meshProbes, range)) {
    return {
      allowed: `addresses outside ${linkLocal}, of which the node's own need no flow`,
      fix: "Leave the flow out: it belongs to the mesh, whose nodes send kubelets' probes to enrolled pods from there.",
    };
  }
  if (overlaps(range, linkLocal)) {
    return {
      allowed: `addresses outside ${linkLocal}, where instance metadata is`,
      fix:
        flow.kind === "call"
          ? "Give the workload an awsPolicy for its own credentials."
          : "Leave the flow out: nothing outside the node sends from there.",
    };
  }
  if (overlaps(range, serviceCidr)) {
    const verb = flow.kind === "call" ? "calls" : "is called by";
    return {
      allowed: `addresses outside the cluster's Service range ${serviceCidr}`,
      fix: `Name the namespace that it ${verb}; set kubernetesApi on a workload for the API server.`,
    };
  }
  return undefined;
}

/** Load balancers' health checks come from inside the VPC, so a flow from all addresses would never work. */
function exposureHint({ own, port }: DeclaredFlow): string {
  const to = own.workload ?? "a workload";
  return `For clients of a load balancer declare exposure: [{ to: ${to}, port: ${port}, visibility: public }].`;
}

function fixOf(fix: string | undefined): Pick<InputProblem, "fix"> {
  return fix === undefined ? {} : { fix };
}
