import type { ClusterRef } from "../contract/cluster-ref.ts";
import type { Waiver } from "../contract/waiver.ts";
import type { InputProblem } from "../shared/input/input-error.ts";
import { parseCidr } from "../shared/ipv4.ts";
import { type NamedPolicy, networkPolicySpec } from "../shared/kubernetes/network-policy-spec.ts";
import { type FlowTenant, isCidr } from "../traffic/flows/declared-flow.ts";
import type { FlowEnd } from "../traffic/flows/flow-end.ts";
import { foldFlows, type HalfOpenFlow } from "../traffic/fold.ts";
import { networkPolicies, type PodLabels } from "../traffic/network-policy.ts";
import { addressProblems, carvedOut } from "../traffic/peers/address-peer.ts";
import { clusterDns } from "../traffic/peers/dns-peer.ts";
import { platformEnds } from "../traffic/peers/platform-peer.ts";
import { portLimitProblems } from "../traffic/port-limit.ts";
import { existsAlready } from "./platform-namespace-schema.ts";
import type { ResolvedSoftware, ResolvedWorkload } from "./resolved-software.ts";

/** The part of a cluster that decides which addresses are open. */
export type TrafficCluster = Pick<
  ClusterRef,
  "vpcCidr" | "serviceCidr" | "additionalCidrs" | "controlPlaneCidrs" | "egress"
>;

/** The traffic of a platform namespace. */
export interface PlatformTraffic {
  readonly policies: readonly NamedPolicy[];
  readonly halfOpen: readonly HalfOpenFlow[];
  readonly problems: readonly InputProblem[];
}

/** How many of the calls and accepts the user wrote, so that a problem has the path of its field. */
export interface WrittenFlows {
  readonly calls: number;
  readonly scrapes: number;
  readonly accepts: number;
  readonly waivers: readonly Waiver[];
}

/** Folds the flows of a platform namespace into its NetworkPolicies. */
export function platformTraffic(
  software: ResolvedSoftware,
  cluster: TrafficCluster,
  written: WrittenFlows,
): PlatformTraffic {
  const { namespace, workloads, calls, accepts } = software;
  const tenant: FlowTenant = { name: namespace, workloads, calls, accepts };
  const { ends, halfOpen, problems } = foldFlows([tenant], () => "");
  const all = [
    ...(ends.get(namespace) ?? []).filter(({ peer }) => !isCidr(peer) || parseCidr(peer.cidr) !== undefined),
    ...ownEnds(workloads, cluster),
  ].filter(({ workload }) => workload === undefined || workloads[workload]?.hostNetwork === undefined);
  const allProblems = [
    ...problems,
    ...addressProblems({ ...tenant, waivers: written.waivers }, cluster, ""),
    ...portLimitProblems(all, ""),
    ...(existsAlready(namespace) ? wholeNamespaceProblems(tenant) : []),
  ];
  return {
    policies: policiesOf(software, all, cluster),
    halfOpen,
    problems: allProblems.map((problem) => ({ ...problem, path: pathOf(problem.path, written) })),
  };
}

/** The labels of a namespace's workloads, for its own policies and for those of its callers. */
export function podLabels({ namespace, workloads }: ResolvedSoftware): PodLabels {
  return new Map(Object.entries(workloads).map(([name, { labels }]) => [`${namespace}/${name}`, labels]));
}

/** All IPv4 ranges of the VPC. */
function vpcRanges({ vpcCidr, additionalCidrs = [] }: TrafficCluster): string[] {
  return [vpcCidr, ...additionalCidrs];
}

/**
 * Services whose endpoint is a route. They keep their public addresses, which change. With egress `none`, the VPC has no
 * route to other public addresses, and the nodes' security group opens only the prefix lists of these services.
 */
const gatewayServices = ["dynamodb", "s3"];

/**
 * What workloads need in addition to their flows: the API server in both directions, credentials, AWS's APIs, and ports
 * of nodes.
 *
 * The API server calls webhooks from the control plane's network interfaces. AWS's APIs are endpoints inside the VPC,
 * and with NAT also public addresses that no list names.
 */
function ownEnds(workloads: Readonly<Record<string, ResolvedWorkload>>, cluster: TrafficCluster): FlowEnd[] {
  const vpc = vpcRanges(cluster);
  const apiServer = cluster.controlPlaneCidrs ?? vpc;
  const aws = ({ awsEndpoints }: ResolvedWorkload) =>
    cluster.egress === "none" && !awsEndpoints.some((service) => gatewayServices.includes(service))
      ? vpc
      : [...vpc, "0.0.0.0/0"];
  const users = Object.entries(workloads).map(([name, workload]) => {
    const { podIdentity, kubernetesApi } = workload;
    return [name, { awsPolicy: podIdentity || undefined, kubernetesApi }] as const;
  });
  const open = (
    workload: string,
    direction: FlowEnd["direction"],
    cidrs: readonly string[],
    { port, protocol }: Pick<FlowEnd, "port" | "protocol">,
  ): FlowEnd[] => cidrs.map((cidr) => ({ direction, workload, peer: { cidr }, port, protocol }));
  return [
    ...platformEnds(Object.fromEntries(users), cluster.serviceCidr),
    ...Object.entries(workloads).flatMap(([name, workload]) => [
      ...workload.webhooks.flatMap((port) => open(name, "ingress", apiServer, { port, protocol: "TCP" })),
      ...workload.nodePorts.flatMap((port) => open(name, "egress", vpc, port)),
      ...(callsAws(workload) ? open(name, "egress", aws(workload), { port: 443, protocol: "TCP" }) : []),
    ]),
  ];
}

function callsAws({ awsPolicy, softwarePolicy, awsEndpoints }: ResolvedWorkload): boolean {
  return awsPolicy !== undefined || softwarePolicy !== undefined || awsEndpoints.length > 0;
}

/**
 * In a namespace that others own, such as kube-system, each workload has its own policy, with DNS. A policy for
 * all pods of the namespace would open those of others.
 */
function policiesOf(
  software: ResolvedSoftware,
  ends: readonly FlowEnd[],
  cluster: TrafficCluster,
): NamedPolicy[] {
  const { namespace, workloads } = software;
  const labels = podLabels(software);
  const exceptions = carvedOut(cluster);
  if (!existsAlready(namespace)) {
    return networkPolicies(ends, exceptions, { namespace, labels });
  }
  return Object.entries(workloads)
    .filter(([, { hostNetwork }]) => hostNetwork === undefined)
    .map(([name, workload]) => {
      const own = ends.filter((end) => end.workload === name);
      const spec =
        networkPolicies(own, exceptions, { namespace, labels }).find(
          (policy) => policy.name === `allow-${name}`,
        )?.spec ?? networkPolicySpec({ matchLabels: { ...workload.labels } }, [], []);
      const { ports, peers } = clusterDns;
      return {
        name: `platform-${name}`,
        spec: { ...spec, egress: [{ to: peers, ports }, ...(spec.egress ?? [])] },
      };
    });
}

/** Flows of all pods of a namespace that has other owners. */
function wholeNamespaceProblems({ calls = [], accepts = [] }: FlowTenant): InputProblem[] {
  const problem = (path: string, received: unknown): InputProblem => ({
    path,
    received,
    allowed: "a workload: other pods of this namespace aren't of this software",
  });
  return [
    ...calls.flatMap(({ from }, index) =>
      from === undefined ? [problem(`calls[${index}].from`, from)] : [],
    ),
    ...accepts.flatMap(({ to }, index) => (to === undefined ? [problem(`accepts[${index}].to`, to)] : [])),
  ];
}

/** The path in the user's notation: calls that come from `scrapes` or from the catalogue have other paths. */
function pathOf(path: string, { calls, scrapes, accepts }: WrittenFlows): string {
  const [, list = "", digits = "", rest = ""] = /^(calls|accepts)\[(\d+)\](.*)$/.exec(path) ?? [];
  const index = Number(digits);
  if (list === "" || index < (list === "calls" ? calls : accepts)) {
    return path;
  }
  return list === "calls" && index < calls + scrapes
    ? `scrapes[${index - calls}]${rest.replace(/^\.to\./, ".")}`
    : "software";
}
