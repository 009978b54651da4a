import type { InputProblem } from "../shared/input/input-error.ts";
import { oneSidedProblems, undeclaredWorkloads } from "./flow-problems.ts";
import {
  type DeclaredPodFlow,
  declaredFlows,
  type FlowTenant,
  isPodFlow,
  type Pods,
  pods,
} from "./flows/declared-flow.ts";
import { EndSet, type FlowEnd } from "./flows/flow-end.ts";
import { commonPorts, coverPorts, type PortRange, portKey } from "./flows/port-range.ts";

/** A flow with only one open end. Traffic stays denied until the stack of the other end declares it too. */
export interface HalfOpenFlow extends PortRange {
  readonly from: Pods;
  readonly to: Pods;
  /** The namespace whose end is missing. */
  readonly missing: string;
}

/** All flows of a program, by namespace. */
export interface FoldedFlows {
  /** The ends by namespace, with an empty list for a namespace without ends. No end contains another. */
  readonly ends: ReadonlyMap<string, readonly FlowEnd[]>;
  readonly halfOpen: readonly HalfOpenFlow[];
  /** Flows with only one end although both namespaces are in view, and undeclared workloads. */
  readonly problems: readonly InputProblem[];
}

/**
 * Matches calls with accepts, over all tenants in view.
 *
 * - A call and an accept match if their namespaces are equal, they share a port, and their workloads don't contradict
 *   each other. Their intersection opens, at both ends.
 * - The accepts that match a call must together have all its ports. A receiver may accept more ports than a caller calls.
 * - If the other end's namespace is in view and doesn't declare the flow, that is a problem. If it isn't in view, the
 *   own end opens and the flow is half-open.
 * - Inside one namespace, either a call or an accept is enough, because one owner has both ends.
 * - Addresses have no other end.
 *
 * The result doesn't depend on the order of tenants or flows. Time is linear in flows.
 *
 * @param at - the start of a tenant's paths
 */
export function foldFlows(
  tenants: readonly FlowTenant[],
  at: (index: number) => string = (index) => `tenants[${index}].`,
): FoldedFlows {
  const inView = new Map(tenants.map((tenant) => [tenant.name, tenant]));
  const declared = tenants.flatMap((tenant, index) => declaredFlows(tenant, at(index)));
  const podFlows = declared.filter(isPodFlow);
  const inside = podFlows.filter(({ own, peer }) => own.namespace === peer.namespace).map(directed);
  const { matches, unmatched } = match(podFlows.filter(({ own, peer }) => own.namespace !== peer.namespace));

  const ends = new EndSet(inView.keys());
  for (const { kind, own, peer, ...flow } of declared.filter((one) => !isPodFlow(one))) {
    ends.add(own, { direction: kind === "call" ? "egress" : "ingress", peer, ...portsOf(flow) });
  }
  const halfOpen = unmatched.filter(({ peer }) => !inView.has(peer.namespace)).map(openHalf);
  for (const { from, to, ...flow } of [...matches, ...inside, ...halfOpen]) {
    ends.add(from, { direction: "egress", peer: to, ...portsOf(flow) });
    ends.add(to, { direction: "ingress", peer: from, ...portsOf(flow) });
  }
  const undeclared = declared.map((flow) => undeclaredWorkloads(flow, inView));
  // At the other end of a misspelt flow there is nothing to fix.
  const misspelt = new Set(
    declared.flatMap((flow, index) =>
      undeclared[index]?.length && isPodFlow(flow) ? [meetingPoint(flow)] : [],
    ),
  );
  const oneSided = unmatched.filter(
    (flow) => isClosed(flow, inView.get(flow.peer.namespace)) && !misspelt.has(meetingPoint(flow)),
  );
  return {
    ends: ends.toMap(),
    halfOpen: [...new Map(halfOpen.map((flow) => [JSON.stringify(flow), flow])).values()],
    problems: [...undeclared.flat(), ...oneSidedProblems(oneSided)],
  };
}

/** Whether the tenant at the other end is in view, and all its calls or accepts are known. */
function isClosed({ kind }: DeclaredPodFlow, peer: FlowTenant | undefined): boolean {
  return peer !== undefined && !peer.doubtful?.has(kind === "call" ? "accepts" : "calls");
}

interface PodFlow extends PortRange {
  readonly from: Pods;
  readonly to: Pods;
}

/** The intersections of matching calls and accepts, and the flows without a match. */
function match(flows: readonly DeclaredPodFlow[]): { matches: PodFlow[]; unmatched: DeclaredPodFlow[] } {
  const candidatesOf = acceptsByCall(flows.filter(({ kind }) => kind === "accept"));
  const matches: PodFlow[] = [];
  const matched = new Set<DeclaredPodFlow>();
  for (const call of flows.filter(({ kind }) => kind === "call")) {
    const shared: PodFlow[] = [];
    for (const accept of candidatesOf(call)) {
      const flow = intersect(directed(call), directed(accept));
      if (flow !== undefined) {
        shared.push(flow);
        matched.add(accept);
      }
    }
    matches.push(...shared);
    if (coverPorts(shared, call)) {
      matched.add(call);
    }
  }
  return { matches, unmatched: flows.filter((flow) => !matched.has(flow)) };
}

/** The accepts that a call can match. For a single port, a look-up finds them: most flows have one. */
function acceptsByCall(
  accepts: readonly DeclaredPodFlow[],
): (call: DeclaredPodFlow) => readonly DeclaredPodFlow[] {
  const byPort = Map.groupBy(accepts, meetingPoint);
  const byPair = Map.groupBy(accepts, namespacesOf);
  const ranges = Map.groupBy(
    accepts.filter(({ endPort }) => endPort !== undefined),
    namespacesOf,
  );
  return (call) =>
    call.endPort === undefined
      ? [...(byPort.get(meetingPoint(call)) ?? []), ...(ranges.get(namespacesOf(call)) ?? [])]
      : (byPair.get(namespacesOf(call)) ?? []);
}

/** Equal for a call and an accept of the same ports. */
function meetingPoint(flow: DeclaredPodFlow): string {
  return `${namespacesOf(flow)} ${portKey(flow)}`;
}

function namespacesOf(flow: DeclaredPodFlow): string {
  const { from, to } = directed(flow);
  return `${from.namespace} ${to.namespace}`;
}

function directed({ kind, own, peer, ...flow }: DeclaredPodFlow): PodFlow {
  const [from, to] = kind === "call" ? [own, peer] : [peer, own];
  return { from, to, ...portsOf(flow) };
}

function portsOf({ port, endPort, protocol }: PortRange): PortRange {
  return endPort === undefined ? { port, protocol } : { port, endPort, protocol };
}

function intersect(call: PodFlow, accept: PodFlow): PodFlow | undefined {
  const from = commonPods(call.from, accept.from);
  const to = commonPods(call.to, accept.to);
  const ports = commonPorts(call, accept);
  return from === undefined || to === undefined || ports === undefined ? undefined : { from, to, ...ports };
}

function commonPods(one: Pods, other: Pods): Pods | undefined {
  const contradict =
    one.workload !== undefined && other.workload !== undefined && one.workload !== other.workload;
  return contradict ? undefined : pods(one.namespace, one.workload ?? other.workload);
}

function openHalf(flow: DeclaredPodFlow): HalfOpenFlow {
  return { ...directed(flow), missing: flow.peer.namespace };
}
