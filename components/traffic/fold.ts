import type { Protocol } from "../contract/flow.ts";
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

/** A flow with only one open end. Traffic stays denied until the stack of the other end declares it too. */
export interface HalfOpenFlow {
  readonly from: Pods;
  readonly to: Pods;
  readonly port: number;
  readonly protocol: Protocol;
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
 * - A call and an accept match if namespaces, port and protocol are equal and their workloads don't contradict each
 *   other. Their intersection opens, at both ends.
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
  for (const { kind, own, peer, port, protocol } of declared.filter((flow) => !isPodFlow(flow))) {
    ends.add(own, { direction: kind === "call" ? "egress" : "ingress", peer, port, protocol });
  }
  const halfOpen = unmatched.filter(({ peer }) => !inView.has(peer.namespace)).map(openHalf);
  for (const { from, to, port, protocol } of [...matches, ...inside, ...halfOpen]) {
    ends.add(from, { direction: "egress", peer: to, port, protocol });
    ends.add(to, { direction: "ingress", peer: from, port, protocol });
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

interface PodFlow {
  readonly from: Pods;
  readonly to: Pods;
  readonly port: number;
  readonly protocol: Protocol;
}

/** The intersections of matching calls and accepts, and the flows without a match. */
function match(flows: readonly DeclaredPodFlow[]): { matches: PodFlow[]; unmatched: DeclaredPodFlow[] } {
  const accepts = Map.groupBy(
    flows.filter(({ kind }) => kind === "accept"),
    meetingPoint,
  );
  const matches: PodFlow[] = [];
  const matched = new Set<DeclaredPodFlow>();
  for (const call of flows.filter(({ kind }) => kind === "call")) {
    for (const accept of accepts.get(meetingPoint(call)) ?? []) {
      const flow = intersect(directed(call), directed(accept));
      if (flow !== undefined) {
        matches.push(flow);
        matched.add(call).add(accept);
      }
    }
  }
  return { matches, unmatched: flows.filter((flow) => !matched.has(flow)) };
}

/** Equal for a call and an accept that can match. */
function meetingPoint(flow: DeclaredPodFlow): string {
  const { from, to, port, protocol } = directed(flow);
  return `${from.namespace} ${to.namespace} ${protocol} ${port}`;
}

function directed({ kind, own, peer, port, protocol }: DeclaredPodFlow): PodFlow {
  return kind === "call" ? { from: own, to: peer, port, protocol } : { from: peer, to: own, port, protocol };
}

function intersect(call: PodFlow, accept: PodFlow): PodFlow | undefined {
  const from = commonPods(call.from, accept.from);
  const to = commonPods(call.to, accept.to);
  return from === undefined || to === undefined ? undefined : { ...call, from, to };
}

function commonPods(one: Pods, other: Pods): Pods | undefined {
  const contradict =
    one.workload !== undefined && other.workload !== undefined && one.workload !== other.workload;
  return contradict ? undefined : pods(one.namespace, one.workload ?? other.workload);
}

function openHalf(flow: DeclaredPodFlow): HalfOpenFlow {
  return { ...directed(flow), missing: flow.peer.namespace };
}
