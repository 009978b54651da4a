import { didYouMean } from "../shared/input/closest.ts";
import type { InputProblem } from "../shared/input/input-error.ts";
import {
  type DeclaredFlow,
  type DeclaredPodFlow,
  type FlowTenant,
  isCidr,
  type Pods,
} from "./flows/declared-flow.ts";

/**
 * Workloads that a flow names but their tenant, if in view, doesn't declare. No pod would match them, so the flow would
 * look open but be closed.
 */
export function undeclaredWorkloads(
  { kind, own, peer, path }: DeclaredFlow,
  inView: ReadonlyMap<string, FlowTenant>,
): InputProblem[] {
  const [ownField, peerField] = kind === "call" ? ["from", "to"] : ["to", "from"];
  const named: readonly [Pods, string][] = [
    [own, `${path}.${ownField}`],
    ...(isCidr(peer) ? [] : [[peer, `${path}.${peerField}.workload`] satisfies [Pods, string]]),
  ];
  return named.flatMap(([{ namespace, workload }, where]) => {
    const tenant = inView.get(namespace);
    const workloads = Object.keys(tenant?.workloads ?? {});
    const isKnown = tenant !== undefined && !tenant.doubtful?.has("workloads");
    if (!isKnown || workload === undefined || workloads.includes(workload)) {
      return [];
    }
    return {
      path: where,
      received: workload,
      allowed: `a workload of ${namespace}: ${workloads.length === 0 ? "it declares none" : workloads.join(", ")}`,
      fix: didYouMean(workload, workloads, `Add ${workload}: {} to the workloads of ${namespace}.`),
    };
  });
}

/** Flows of which only one end is declared although both owners are in view. */
export function oneSidedProblems(flows: readonly DeclaredPodFlow[]): InputProblem[] {
  const byPair = Map.groupBy(flows, pair);
  return flows.map((flow) => {
    const { kind, own, peer, path, written } = flow;
    const verb = kind === "call" ? "accepts" : "calls";
    const counterpart = byPair.get(pair(flow))?.find((other) => other.kind !== kind);
    const fix =
      counterpart === undefined
        ? `Add ${show(counterpartOf(flow))} to the ${verb} of ${peer.namespace}.`
        : `${counterpart.path} is ${show(counterpart.written)}: both must agree. ` +
          "The port is the one that the receiving pods listen on, not their Service's.";
    return {
      path,
      received: written,
      allowed: `a flow that ${peer.namespace} ${verb} ${kind === "call" ? "from" : "to"} ${own.namespace} as well`,
      fix,
    };
  });
}

function pair({ kind, own, peer }: DeclaredPodFlow): string {
  const [from, to] = kind === "call" ? [own, peer] : [peer, own];
  return `${from.namespace} ${to.namespace}`;
}

/** The flow that the other owner must declare. */
function counterpartOf({
  kind,
  own,
  peer,
  port,
  endPort,
  protocol,
}: DeclaredPodFlow): Record<string, unknown> {
  const [ownField, peerField] = kind === "call" ? ["to", "from"] : ["from", "to"];
  return {
    ...(peer.workload === undefined ? {} : { [ownField]: peer.workload }),
    [peerField]: own,
    port,
    ...(endPort === undefined ? {} : { endPort }),
    ...(protocol === "TCP" ? {} : { protocol }),
  };
}

/** The notation that is valid in TypeScript and in YAML: `{ to: { namespace: "payments" }, port: 8443 }`. */
function show(value: unknown): string {
  if (typeof value !== "object" || value === null) {
    return JSON.stringify(value);
  }
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return `{ ${fields.map(([key, field]) => `${key}: ${show(field)}`).join(", ")} }`;
}
