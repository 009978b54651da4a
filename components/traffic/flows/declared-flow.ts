import type { AcceptedFlow, CalledFlow, CidrPeer, PodPeer } from "../../contract/flow.ts";
import { type PortRange, portRange } from "./port-range.ts";

/** The part of a tenant that declares flows. */
export interface FlowTenant {
  readonly name: string;
  readonly workloads?: Readonly<Record<string, unknown>> | undefined;
  readonly accepts?: readonly AcceptedFlow[] | undefined;
  readonly calls?: readonly CalledFlow[] | undefined;
  /** Fields that are partly unknown: a flow or a workload that seems to be missing may exist, misspelt. */
  readonly doubtful?: ReadonlySet<string>;
}

/** Pods: those of a namespace, or of one workload in it. */
export interface Pods {
  readonly namespace: string;
  readonly workload?: string;
}

/** A call or an accept, with its defaults filled in. */
export interface DeclaredFlow extends PortRange {
  readonly kind: "call" | "accept";
  readonly own: Pods;
  readonly peer: Pods | CidrPeer;
  /** The path in the user's notation: `tenants[1].accepts[0]`. */
  readonly path: string;
  /** The flow as the user wrote it. */
  readonly written: CalledFlow | AcceptedFlow;
}

/** A flow between pods. */
export type DeclaredPodFlow = DeclaredFlow & { readonly peer: Pods };

/** All flows of a tenant, whose lists may have holes. @param at - the start of its paths, such as `tenants[1].` */
export function declaredFlows(tenant: FlowTenant, at: string): DeclaredFlow[] {
  const declare = (
    kind: "call" | "accept",
    ownWorkload: string | undefined,
    peer: PodPeer | CidrPeer,
    written: CalledFlow | AcceptedFlow,
    index: number,
  ): DeclaredFlow => ({
    kind,
    own: pods(tenant.name, ownWorkload),
    peer: isCidr(peer) ? { cidr: peer.cidr } : pods(peer.namespace ?? tenant.name, peer.workload),
    ...portRange(written.protocol ?? "TCP", written.port, written.endPort),
    path: `${at}${kind}s[${index}]`,
    written,
  });
  return [
    ...(tenant.calls ?? []).flatMap((flow, index) => declare("call", flow.from, flow.to, flow, index)),
    ...(tenant.accepts ?? []).flatMap((flow, index) => declare("accept", flow.to, flow.from, flow, index)),
  ];
}

/** Whether the peer is addresses rather than pods. */
export function isCidr(peer: PodPeer | Pods | CidrPeer): peer is CidrPeer {
  return "cidr" in peer && peer.cidr !== undefined;
}

/** The pods of a namespace, or of a workload in it. */
export function pods(namespace: string, workload: string | undefined): Pods {
  return workload === undefined ? { namespace } : { namespace, workload };
}

export function isPodFlow(flow: DeclaredFlow): flow is DeclaredPodFlow {
  return !isCidr(flow.peer);
}
